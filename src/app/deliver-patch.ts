import type { Run } from '../domain/run.ts';
import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { integrationRef, targetHead } from './target.ts';

/** Where a run's patches lie. */
export const patchDirectory = (home: string, run: string, task: string): string =>
  `${home}/runs/${run}/patches/${task}`;

/** Delivers a checked commit as `git format-patch` files; main stays where it is and the run's own line moves on. */
export const deliverPatch = async (app: App, run: Run, task: Task, commit: string): Promise<void> => {
  const directory = patchDirectory(app.settings.layout.home, run.id, task.id);
  await app.files.remove(directory);
  await app.files.makeDirectory(directory);
  await app.git.formatPatch(run.mainPath, await targetHead(app, run), commit, directory);
  await app.git.keepRef(run.mainPath, integrationRef(run.id), commit);
  await applyTransition(app, task.id, { type: 'merged', commit });
  app.progress.emit({ type: 'merged', task: task.id, commit });
};
