import { OrchestratorError } from '../../domain/errors.ts';
import type { MainMove } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';
import { finishPatch } from './deliver-patch.ts';
import { howToGoOn } from './how-to-go-on.ts';
import { announceMove, recordMove } from './journal-move.ts';
import { followMain } from './main-watch.ts';

/**
 * Moves main from one commit to the next (INV-10): announced in the journal, then branch, index and files, then recorded
 * together with the task's own `merged`. A crash anywhere in between is finished or undone by `finishMoves`.
 */
export const moveMain = async (app: App, run: Run, task: Task, to: string): Promise<void> => {
  const move = await announceMove(app, run, task, run.mainHead, to);
  const isMoved = await app.git
    .moveBranch(run.mainPath, run.mainBranch, move.from, to)
    .catch(async (error: unknown) => {
      const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
      if (error instanceof OrchestratorError && head === move.from) await undo(app, move);
      throw error;
    });
  if (!isMoved) {
    await undo(app, move);
    await followMain(app, run.id);
    throw new OrchestratorError(
      'infrastructure',
      `${run.mainBranch} was no longer at ${move.from.slice(0, 12)} when the merge was to move it.`,
      `Try again: ${await howToGoOn(app, run)}.`,
    );
  }
  await app.git.updateCheckout(run.mainPath, move.from, to);
  await recordMove(app, move);
};

const undo = (app: App, move: MainMove): Promise<void> =>
  app.store.commit([{ type: 'save-move', move: { ...move, state: 'undone' } }]);

/**
 * Finishes deliveries that a crash cut off: patches are written again; with the branch moved a merge is completed, without it the
 * merge never happened.
 * @param moves announced ones that nobody is at any more
 * @returns what was done, for the report; paths that hold a person's own content are kept and named
 */
export const finishMoves = async (app: App, moves: readonly MainMove[]): Promise<readonly string[]> => {
  const notices: string[] = [];
  for (const move of moves) {
    const run = await loadRun(app, move.run);
    notices.push(
      run.delivery === 'patch-only' ? await finishDelivery(app, run, move) : await finishMerge(app, run, move),
    );
  }
  return notices;
};

const finishDelivery = async (app: App, run: Run, move: MainMove): Promise<string> => {
  await finishPatch(app, run, move);
  return `the patches of ${move.task} were written again after a crash`;
};

const finishMerge = async (app: App, run: Run, move: MainMove): Promise<string> => {
  const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  const hasMoved = head !== null && (head === move.to || (await app.git.isAncestor(run.mainPath, move.to, head)));
  if (!hasMoved) {
    await undo(app, move);
    return `the merge of ${move.task} had not begun when a crash came; main is untouched`;
  }
  const kept = head === move.to ? await app.git.finishCheckout(run.mainPath, move.from, move.to) : [];
  await recordMove(app, move);
  const suffix = kept.length > 0 ? `; kept as they are: ${kept.join(', ')}` : '';
  return `the merge of ${move.task} was finished after a crash${suffix}`;
};
