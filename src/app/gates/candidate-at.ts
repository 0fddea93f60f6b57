import { type Pipeline, recordsOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** What gates judge of a commit: its tree without the task's records (INV-2). */
export const candidateAt = (
  app: Pick<App, 'git' | 'settings'>,
  pipeline: Pipeline,
  task: Task,
  commit: string,
): Promise<string> => app.git.treeWithout(app.settings.layout.mainPath, commit, recordsOf(pipeline, task));
