import type { Policy } from './compile-policy.ts';

export type MergedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly path: readonly (string | number)[]; readonly reason: string };

/**
 * Adds a target repository's policy to the product's own. The target may make it narrower only (INV-6): its `denied`
 * and `rules` count; commands and texts of its own are an error that names the place.
 */
export function mergePolicies(own: Policy, target: Policy): MergedPolicy {
  const [command] = target.commands.keys();
  if (command !== undefined) return wider(['commands', command], `"${command}" would be opened`);
  const [place] = Object.keys(target.places);
  if (place !== undefined) return wider(['places', place], 'the texts of the policy would be replaced');
  return {
    ok: true,
    policy: {
      ...own,
      denied: new Map([...target.denied, ...own.denied]),
      rules: [...own.rules, ...target.rules],
    },
  };
}

function wider(path: readonly (string | number)[], what: string): MergedPolicy {
  return { ok: false, path, reason: `A target repository's policy may only add "denied" and "rules": ${what}.` };
}
