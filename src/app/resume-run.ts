import type { RunReport } from '../domain/report.ts';
import type { Run } from '../domain/run.ts';
import type { App } from './app.ts';
import { conductRun } from './conduct-run.ts';
import type { LeadApp } from './lead-hands.ts';
import { assertMainUnmoved, recordMain } from './main-watch.ts';
import { recover } from './recover.ts';
import { loadRun, saveRun } from './save-run.ts';
import { preflight } from './start-run.ts';

/**
 * Continues an interrupted, stopped or waiting run; the newest one when none is named. Null when nothing is left to do.
 * A move of main while nothing ran is accepted once it was reported and is still the same: the person has seen it.
 */
export const resumeRun = async (app: LeadApp, id: string | null, signal: AbortSignal): Promise<RunReport | null> => {
  const found = id === null ? await app.store.runs.newestUnfinished() : await loadRun(app, id);
  if (found === null) return null;
  await app.homeLock.acquire();
  try {
    const notices = await recover(app);
    const { checks } = await preflight(app);
    await acceptReportedMove(app, found.id);
    await assertMainUnmoved(app, found.id);
    await app.sentinel.record();
    const run = await saveRun(app, found.id, () => ({
      status: 'running',
      endedAt: null,
      delivery: app.settings.delivery,
    }));
    app.progress.emit({
      type: 'run-started',
      run,
      model: app.settings.model.name,
      budgetUsd: app.settings.limits.budgetUsd,
      dryRun: false,
      resumed: true,
    });
    return await conductRun(app, run, { message: await resumeMessage(app, run), checks, notices, signal });
  } finally {
    await app.homeLock.release();
  }
};

const acceptReportedMove = async (app: App, id: string): Promise<void> => {
  const run = await loadRun(app, id);
  const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  const journal = await app.store.journal.after(id, 0);
  if (journal.findLast(({ type }) => type === 'main-moved')?.data.to === head) await recordMain(app, id);
};

const resumeMessage = async (app: App, run: Run): Promise<string> => {
  const tasks = (await app.store.tasks.inRun(run.id)).map(
    (task) => `- ${task.id} ${task.slug}: ${task.state.status} in ${task.stage}`,
  );
  return [
    'The orchestrator was stopped and goes on now. This is how things stand:',
    ...(tasks.length === 0 ? ['- nothing is planned yet'] : tasks),
    `The goal is unchanged: ${run.goal}`,
  ].join('\n');
};
