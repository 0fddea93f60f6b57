import { isStateConflict } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';

/** Each round somebody else has got a name; more of them than this at one moment mean a fault of ours. */
const TRIES = 20;

/**
 * Records tasks under names that nobody has. Who records the same name in the same moment is refused by the store, and tries again
 * with what is taken by then.
 * @param record rejects with `state-conflict` where somebody was quicker; `taken` is its own to add to
 */
export const withFreeNames = async <T>(
  app: Pick<App, 'git' | 'files' | 'settings' | 'store'>,
  run: Run,
  record: (taken: Set<string>) => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    const taken = await takenSlugs(app, run);
    try {
      return await record(taken);
    } catch (error) {
      // With the names as they were it was about something else.
      if (
        !isStateConflict(error) ||
        tries >= TRIES ||
        [...(await takenSlugs(app, run))].every((name) => taken.has(name))
      )
        throw error;
    }
  }
};

/** The branches there are, and what stands beside them or is reserved by unfinished tasks: worktrees, branches and slugs. */
export const namesInUse = async (
  app: Pick<App, 'git' | 'files' | 'settings' | 'store'>,
  mainPath: string,
): Promise<{ readonly branches: readonly string[]; readonly others: readonly string[] }> => {
  const [branches, directories, reserved] = await Promise.all([
    app.git.branches(mainPath),
    app.files.list(app.settings.layout.worktreesDir),
    app.store.tasks.namesInUse(),
  ]);
  return { branches: branches.map(({ name }) => name), others: [...directories, ...reserved] };
};

/** Slugs whose branch, worktree or directory exists already, or that another unfinished task has reserved. */
const takenSlugs = async (app: Pick<App, 'git' | 'files' | 'settings' | 'store'>, run: Run): Promise<Set<string>> => {
  const { branches, others } = await namesInUse(app, run.mainPath);
  const slugs = [
    ...branches.map((name) => /^task\/([^/]+)/.exec(name)?.[1] ?? ''),
    ...others.map((name) => name.replace(/^task[-/]/, '')),
  ];
  return new Set(slugs.filter((slug) => slug !== ''));
};
