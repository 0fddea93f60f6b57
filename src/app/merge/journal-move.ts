import type { MainMove } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { loadRun, saveRun } from '../runs/save-run.ts';
import { applyTransition } from '../tasks/apply-transition.ts';

/** Announces a delivery before anything is touched, so that a crash in the middle can be finished or undone (INV-7, INV-10). */
export const announceMove = async (app: App, run: Run, task: Task, from: string, to: string): Promise<MainMove> => {
  const by = app.presence.id;
  const move: MainMove = { id: app.ids.unique(), run: run.id, task: task.id, from, to, by, state: 'announced' };
  await app.store.commit([{ type: 'save-move', move }]);
  return move;
};

/** One transaction: the move is done, the run knows where main is, the task is merged. */
export const recordMove = async (app: App, move: MainMove): Promise<void> => {
  const done = { type: 'save-move', move: { ...move, state: 'done' } } as const;
  const arrived = (run: Run): Partial<Run> => (run.delivery === 'patch-only' ? {} : { mainHead: move.to });
  const applied = await applyTransition(app, move.task, { type: 'merged', commit: move.to }, async () => {
    const run = await loadRun(app, move.run);
    return [done, { type: 'save-run', run: { ...run, ...arrived(run) } }];
  });
  if (applied.accepted) {
    app.progress.emit({ type: 'merged', task: move.task, commit: move.to });
    return;
  }
  // A person may call the task off in the instant of its delivery: what has moved is recorded all the same.
  await saveRun(app, move.run, arrived, [done]);
  const text = `${move.task} was delivered as ${move.to.slice(0, 12)} although ${applied.reason}`;
  app.progress.emit({ type: 'notice', level: 'warning', text });
};
