import type { App } from './app.ts';
import { buildReport, writeReport } from './build-report.ts';
import { statusOf } from './run-outcome.ts';
import { loadRun, saveRun } from './save-run.ts';
import { releaseMergedTasks } from './tidy-up.ts';

/**
 * Reports on the run of a single task that has come to a stand: merged, called off, or waiting for somebody. A task that goes on
 * later is reported on again.
 */
export const endTaskRun = async (app: App, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const tasks = await app.store.tasks.inRun(runId);
  if (tasks.some(({ due, activeJob, state }) => due !== null || activeJob !== null || state.status === 'planned'))
    return;
  const status = statusOf(tasks);
  if (run.status === status) return;
  const notices = await releaseMergedTasks(app, runId);
  const endedAt = app.clock.now();
  await saveRun(app, runId, () => ({ status, endedAt }), [
    { type: 'append-journal', entry: { run: runId, task: null, type: 'run-ended', data: { status }, at: endedAt } },
  ]);
  await writeReport(app, await buildReport(app, runId, notices));
};
