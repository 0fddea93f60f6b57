/** What nobody verified, by a name that programs and translations can rely on. */
export const NOT_VERIFIED = {
  'no-checks': 'No check was run: the configuration says that there are none (ORCHESTRATOR_CHECKS=[]).',
  'red-on-main': 'Some checks are red on main too and were let pass (checks.baseline: allow-red).',
  'not-reviewed': 'Nobody reviewed the changes: the pipeline says review: none.',
  'no-browser': 'Nothing was looked at in a browser: no verification is configured.',
  'no-sandbox': 'Workers and checks ran with your rights and without a sandbox of ours.',
  'patches-not-applied': 'The patches were not applied anywhere but in the merge that was checked.',
  'pulled-unchecked': 'What `git pull` brought into main was not checked by this run.',
} as const;

export type NotVerified = keyof typeof NOT_VERIFIED;

/** The name of a sentence; null for one that is not from here. */
export const notVerifiedName = (sentence: string): NotVerified | null =>
  NAMES.find((name) => NOT_VERIFIED[name] === sentence) ?? null;

const NAMES = Object.keys(NOT_VERIFIED) as readonly NotVerified[];
