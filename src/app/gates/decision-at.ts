import type { Artifact } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { artifactAt } from './documents-at.ts';

/**
 * A person's decision in a file at the task's head. On the branch no role could have written it: its pipeline's write scopes see to
 * that. What a merge of this home brought into main comes from a task, whose role may have written anything, and is nobody's word.
 */
export const decisionAt = async (
  app: Pick<App, 'git' | 'frontmatter' | 'store'>,
  mainPath: string,
  { head }: Pick<Task, 'head'>,
  path: string,
): Promise<Artifact> => {
  const file = await artifactAt(app, { dir: mainPath, commit: head }, path);
  const isOfTask = head !== null && file.status !== 'missing' && (await isMergedHere(app, mainPath, head, path));
  return isOfTask ? { path, status: 'missing' } : file;
};

const isMergedHere = async (
  { git, store }: Pick<App, 'git' | 'store'>,
  mainPath: string,
  head: string,
  path: string,
): Promise<boolean> => {
  const change = await git.lastChange(mainPath, head, path);
  if (change === null || change.before === null) return false;
  const moves = await store.moves.from(change.before);
  // A move of a person's own belongs to no task.
  return moves.some(({ to, task }) => to === change.commit && task !== '');
};
