import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { finishRun } from '../run-document/finish-run.ts';
import { buildReport, writeReport } from '../runs/build-report.ts';
import { isReported, reportEndedRun } from '../runs/report-ended-run.ts';
import { statusOf } from '../runs/run-outcome.ts';
import { loadRun, saveRun } from '../runs/save-run.ts';
import { releaseVersions } from '../versions/release-versions.ts';
import { releaseMergedTasks } from '../worktrees/tidy-up.ts';

/**
 * Reports on the run of a single task that has come to a stand: merged, called off, or waiting for somebody. A task that goes on
 * later is reported on again, also where it comes to the same stand once more.
 */
export const endTaskRun = async (app: App, runId: string): Promise<void> => {
  if (!isAtRest(await app.store.tasks.inRun(runId))) return;
  await app.leases.hold(`report ${runId}`, 'report', () => endAtRest(app, runId));
};

/** Whether nothing of a run goes on, and nothing is about to. */
export const isAtRest = (tasks: readonly Task[]): boolean =>
  tasks.every(({ due, activeJob, state }) => due === null && activeJob === null && state.status !== 'planned');

const endAtRest = async (app: App, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const tasks = await app.store.tasks.inRun(runId);
  if (!isAtRest(tasks)) return;
  const status = statusOf(tasks.filter(({ versionOf }) => versionOf === null));
  if (run.status === status && !(await hasGoneOn(app, runId))) {
    if (!(await isReported(app, run))) await reportEndedRun(app, run);
    return;
  }
  const notices = [...(await releaseMergedTasks(app, runId)), ...(await releaseVersions(app, tasks))];
  const documents = await finishRun(app, run);
  const endedAt = app.clock.now();
  await saveRun(app, runId, () => ({ status, endedAt }), [
    ...documents,
    { type: 'append-journal', entry: { run: runId, task: null, type: ENDED, data: { status }, at: endedAt } },
  ]);
  await writeReport(app, await buildReport(app, runId, notices));
};

const ENDED = 'run-ended';

/** Whether anything happened to its task since it was last reported on. */
const hasGoneOn = async ({ store }: Pick<App, 'store'>, runId: string): Promise<boolean> => {
  const entries = await store.journal.after(runId, 0);
  const last = entries.findLastIndex(({ type }) => type === ENDED);
  return entries.slice(last + 1).some(({ task }) => task !== null);
};
