import { isStateConflict } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';

/** Each round somebody else has got a name; more of them than this at one moment mean a fault of ours. */
const TRIES = 20;

type Needs = Pick<App, 'git' | 'files' | 'settings' | 'store'>;

/**
 * Records tasks under slugs that nobody has. Who records the same name in the same moment is refused by the store, and tries again
 * with what is taken by then.
 * @param record rejects with `state-conflict` where somebody was quicker; `taken` is its own to add to
 */
export const withFreeNames = <T>(app: Needs, run: Run, record: (taken: Set<string>) => Promise<T>): Promise<T> =>
  untilFree(() => takenSlugs(app, run), record);

/** The same for whole names of worktrees and branches, whatever these are called. */
export const withFreePlaces = <T>(
  app: Needs,
  run: Pick<Run, 'id' | 'mainPath'>,
  record: (taken: Set<string>) => Promise<T>,
): Promise<T> =>
  untilFree(async () => {
    const { branches, others } = await namesInUse(app, run);
    return new Set([...branches, ...others]);
  }, record);

const untilFree = async <T>(
  look: () => Promise<Set<string>>,
  record: (taken: Set<string>) => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    const taken = await look();
    try {
      return await record(taken);
    } catch (error) {
      // With the names as they were it was about something else.
      if (!isStateConflict(error) || tries >= TRIES || [...(await look())].every((name) => taken.has(name)))
        throw error;
    }
  }
};

/** The branches there are, and what stands beside them or is reserved by others' unfinished tasks: worktrees, branches and slugs. */
const namesInUse = async (
  app: Needs,
  { id, mainPath }: Pick<Run, 'id' | 'mainPath'>,
): Promise<{ readonly branches: readonly string[]; readonly others: readonly string[] }> => {
  const [branches, directories, reserved, planned] = await Promise.all([
    app.git.branches(mainPath),
    app.files.list(app.settings.layout.worktreesDir),
    app.store.tasks.namesInUse(),
    app.store.planItems.namesInUse(id),
  ]);
  return { branches: branches.map(({ name }) => name), others: [...directories, ...reserved, ...planned] };
};

/** Slugs whose branch, worktree or directory exists already, or that another unfinished task has reserved. */
const takenSlugs = async (app: Needs, run: Run): Promise<Set<string>> => {
  const { branches, others } = await namesInUse(app, run);
  const slugs = [
    ...branches.map((name) => /^task\/([^/]+)/.exec(name)?.[1] ?? ''),
    ...others.map((name) => name.replace(/^task[-/]/, '')),
  ];
  return new Set(slugs.filter((slug) => slug !== ''));
};
