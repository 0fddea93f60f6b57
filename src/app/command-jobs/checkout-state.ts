import { isTestFile } from '../../domain/checks/test-files.ts';
import type { CheckoutState } from '../../domain/command-job/command-job.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Leftovers } from '../../domain/worker/leftovers.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'git' | 'files'>;

/**
 * @param path absolute path of the checkout's top level
 * Rejects with `not-a-repository` where git has it elsewhere.
 */
export const checkoutState = async (app: Needs, path: string): Promise<CheckoutState> => {
  await assertOwnFiles(app, path);
  const [{ head }, status] = await Promise.all([app.git.position(path), app.git.status(path)]);
  const names = [...status.changed, ...status.untracked].sort();
  const times = await Promise.all(names.map((name) => app.files.changedAt(`${path}/${name}`)));
  return { head, dirty: Object.fromEntries(names.map((name, index) => [name, times[index] ?? null])) };
};

/** A command may have told git of another place (`core.worktree`): what lies there is not what it left (INV-16). */
const assertOwnFiles = async ({ git, files }: Needs, path: string): Promise<void> => {
  const { topLevel } = await git.inspect(path);
  if (topLevel === (await files.realPath(path))) return;
  throw new OrchestratorError(
    'not-a-repository',
    `git takes the files in ${topLevel} for those of ${path}.`,
    `Look at \`git -C ${path} config --get core.worktree\`.`,
  );
};

/**
 * What differs from the state before: what was dirty then, and was not touched since, is not the job's doing. A command may set the
 * times of a file back, or put another one in its place; what the file system itself notes tells that all the same (INV-13).
 */
export const leftoversSince = async (app: Needs, path: string, before: CheckoutState): Promise<Leftovers> => {
  const now = await checkoutState(app, path);
  const dirty = Object.keys(now.dirty).filter((name) => before.dirty[name] !== now.dirty[name]);
  // Taking back what was changed before leaves nothing dirty.
  const settled = Object.keys(before.dirty).filter((name) => !Object.hasOwn(now.dirty, name));
  const touched = new Set([...(await committed(app, path, before.head, now.head)), ...dirty, ...settled]);
  return { dirty, tests: [...touched].filter(isTestFile).sort() };
};

const committed = async (
  app: Needs,
  path: string,
  from: string | null,
  to: string | null,
): Promise<readonly string[]> => {
  if (to === null || to === from) return [];
  if (from === null) return app.git.files(path, to);
  return (await app.git.diff(path, from, to)).map((entry) => entry.path);
};
