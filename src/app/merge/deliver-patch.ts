import type { MainMove } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { announceMove, recordMove } from './journal-move.ts';
import { integrationRef, targetHead } from './target.ts';

/** Where a run's patches lie. */
export const patchDirectory = (home: string, run: string, task: string): string =>
  `${home}/runs/${run}/patches/${task}`;

/** Delivers a checked commit as `git format-patch` files; main stays where it is and the run's own line moves on. */
export const deliverPatch = async (app: App, run: Run, task: Task, commit: string): Promise<void> =>
  finishPatch(app, run, await announceMove(app, run, task, await targetHead(app, run), commit));

/** Carries out an announced delivery; after a crash it is simply done again, between the same two commits. */
export const finishPatch = async (app: App, run: Run, move: MainMove): Promise<void> => {
  const directory = patchDirectory(app.settings.layout.home, run.id, move.task);
  await app.files.remove(directory);
  await app.files.makeDirectory(directory);
  await app.git.formatPatch(run.mainPath, move.from, move.to, directory);
  await app.git.keepRef(run.mainPath, integrationRef(run.id), move.to);
  await recordMove(app, move);
};
