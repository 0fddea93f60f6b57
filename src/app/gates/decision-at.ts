import type { Artifact } from '../../domain/evidence.ts';
import { isUnfinished } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { artifactAt } from './documents-at.ts';

type Needs = Pick<App, 'git' | 'frontmatter' | 'store'>;

/**
 * A person's decision in a file at the task's head. On the branch no role could have written it: its pipeline's write scopes see to
 * that. What a merge of this home brought into main comes from a task, whose role may have written anything, and is nobody's word; nor
 * is what the branch that the task is based on has beyond main, or what was committed on its own while a tech lead had commands (INV-1).
 */
export const decisionAt = async (
  app: Needs,
  mainPath: string,
  task: Pick<Task, 'head' | 'base' | 'baseCommit' | 'createdAt'>,
  path: string,
): Promise<Artifact> => {
  const { head } = task;
  const file = await artifactAt(app, { dir: mainPath, commit: head }, path);
  if (head === null || file.status === 'missing') return file;
  const change = await app.git.lastChange(mainPath, head, path);
  const onMain = await app.git.lastChange(mainPath, 'HEAD', path);
  const isOfOthers =
    change === null ||
    (await isMergedHere(app, change)) ||
    (change.commit !== onMain?.commit &&
      ((await isOfBase(app, mainPath, task, change)) || (await wasLedSince(app, mainPath, task.createdAt))));
  return isOfOthers ? { path, status: 'missing' } : file;
};

interface FileChange {
  readonly commit: string;
  readonly before: string | null;
}

/** Whether it stood already where the task began, on a branch that a person has named for that. */
const isOfBase = async (
  { git }: Pick<App, 'git'>,
  mainPath: string,
  { base, baseCommit }: Pick<Task, 'base' | 'baseCommit'>,
  { commit }: FileChange,
): Promise<boolean> => base !== null && baseCommit !== null && (await git.isAncestor(mainPath, commit, baseCommit));

const isMergedHere = async ({ store }: Pick<App, 'store'>, { commit, before }: FileChange): Promise<boolean> => {
  const moves = before === null ? [] : await store.moves.from(before);
  // A move of a person's own belongs to no task.
  return moves.some(({ to, task }) => to === commit && task !== '');
};

/** Whether a lead has given commands in a repository since then: its calls are counted before they are carried out. */
const wasLedSince = async ({ store }: Pick<App, 'store'>, mainPath: string, since: number): Promise<boolean> =>
  (await store.runs.list()).some(
    (run) =>
      run.kind === 'lead' &&
      run.mainPath === mainPath &&
      run.toolCalls > 0 &&
      (isUnfinished(run) || (run.endedAt ?? since) >= since),
  );
