import type { Artifact } from '../../domain/evidence.ts';
import { isUnfinished } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { artifactAt } from './documents-at.ts';

type Needs = Pick<App, 'git' | 'frontmatter' | 'store'>;

/**
 * A person's decision in a file at the task's head. On the branch no role could have written it: its pipeline's write scopes see to
 * that. What a merge of this home brought into main comes from a task, whose role may have written anything, and is nobody's word; nor
 * is what was committed on the branch while a tech lead had commands of its own (INV-1).
 */
export const decisionAt = async (
  app: Needs,
  mainPath: string,
  { head, createdAt }: Pick<Task, 'head' | 'createdAt'>,
  path: string,
): Promise<Artifact> => {
  const file = await artifactAt(app, { dir: mainPath, commit: head }, path);
  if (head === null || file.status === 'missing') return file;
  const change = await app.git.lastChange(mainPath, head, path);
  const onMain = await app.git.lastChange(mainPath, 'HEAD', path);
  const isOfTask = change !== null && (await isMergedHere(app, change));
  const isOfLead = change?.commit !== onMain?.commit && (await wasLedSince(app, mainPath, createdAt));
  return isOfTask || isOfLead ? { path, status: 'missing' } : file;
};

const isMergedHere = async (
  { store }: Pick<App, 'store'>,
  { commit, before }: { readonly commit: string; readonly before: string | null },
): Promise<boolean> => {
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
