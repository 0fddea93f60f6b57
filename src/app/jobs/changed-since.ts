import type { App } from '../app.ts';

/**
 * Paths that differ between a role's start and one of its commits.
 * @param path a checkout of the repository, absolute
 * @param mayMerge leave out what came as it is from main where the role merged that: it is nobody's change here
 */
export const changedSince = async (
  app: Pick<App, 'git' | 'settings'>,
  path: string,
  { from, to, mayMerge }: { readonly from: string; readonly to: string; readonly mayMerge: boolean },
): Promise<readonly string[]> => {
  const paths = async (a: string, b: string) => (await app.git.diff(path, a, b)).map((entry) => entry.path);
  const changed = to === from ? [] : await paths(from, to);
  const main = mayMerge && changed.length > 0 ? await app.git.resolve(app.settings.layout.mainPath, 'HEAD') : null;
  if (main === null) return changed;
  const [base, now] = await Promise.all([app.git.mergeBase(path, main, from), app.git.mergeBase(path, main, to)]);
  if (base === null || now === null || base === now) return changed;
  const own = new Set(await paths(now, to));
  const arrived = new Set((await paths(base, now)).filter((name) => !own.has(name)));
  return changed.filter((name) => !arrived.has(name));
};
