import { OrchestratorError } from '../domain/errors.ts';
import type { MainMove } from '../domain/journal.ts';
import type { Run } from '../domain/run.ts';
import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { loadRun } from './save-run.ts';

/**
 * Moves main from one commit to the next (INV-10): announced in the journal, then branch, index and files, then recorded
 * together with the task's own `merged`. A crash anywhere in between is finished or undone by `finishMoves`.
 */
export const moveMain = async (app: App, run: Run, task: Task, to: string): Promise<Task> => {
  const move: MainMove = {
    id: app.ids.unique(),
    run: run.id,
    task: task.id,
    from: run.mainHead,
    to,
    state: 'announced',
  };
  await app.store.commit([{ type: 'save-move', move }]);
  if (!(await app.git.moveBranch(run.mainPath, run.mainBranch, move.from, to))) {
    await app.store.commit([{ type: 'save-move', move: { ...move, state: 'undone' } }]);
    throw new OrchestratorError(
      'main-moved',
      `${run.mainBranch} is no longer at ${move.from.slice(0, 12)}: somebody else moved it.`,
      `Look at \`git log ${run.mainBranch}\`, then \`orchestrator resume ${run.id}\`.`,
    );
  }
  await app.git.updateCheckout(run.mainPath, move.from, to);
  return recordMove(app, move);
};

/** One transaction: the move is done, the run's main is there, the task is merged. */
const recordMove = async (app: App, move: MainMove): Promise<Task> => {
  const applied = await applyTransition(app, move.task, { type: 'merged', commit: move.to }, async () => [
    { type: 'save-move', move: { ...move, state: 'done' } },
    { type: 'save-run', run: { ...(await loadRun(app, move.run)), mainHead: move.to } },
  ]);
  if (!applied.accepted) {
    throw new OrchestratorError(
      'state-conflict',
      `main moved for ${move.task}, but: ${applied.reason}`,
      'Report this with the run folder.',
    );
  }
  app.progress.emit({ type: 'merged', task: move.task, commit: move.to });
  return applied.task;
};

/**
 * Finishes moves that a crash cut off: with the branch moved they are completed, without it they never happened.
 * @returns what was done, for the report; paths that hold a person's own content are kept and named
 */
export const finishMoves = async (app: App): Promise<readonly string[]> => {
  const notices: string[] = [];
  for (const move of await app.store.moves.unfinished()) {
    const run = await loadRun(app, move.run);
    const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
    if (head !== null && (head === move.to || (await app.git.isAncestor(run.mainPath, move.to, head)))) {
      const kept = head === move.to ? await app.git.finishCheckout(run.mainPath, move.from, move.to) : [];
      await recordMove(app, move);
      notices.push(
        `the merge of ${move.task} was finished after a crash${kept.length > 0 ? `; kept as they are: ${kept.join(', ')}` : ''}`,
      );
    } else {
      await app.store.commit([{ type: 'save-move', move: { ...move, state: 'undone' } }]);
      notices.push(`the merge of ${move.task} had not begun when a crash came; main is untouched`);
    }
  }
  return notices;
};
