import type { RunReport } from '../domain/report.ts';
import { conductRun } from './conduct-run.ts';
import type { LeadApp } from './lead-hands.ts';
import { recover } from './recover.ts';
import { preflight, startRun } from './start-run.ts';

/**
 * The main job: puts right what a dead run left, looks whether it can begin, records a run, and lets the lead work until it
 * reports. Rejects before any effect of its own with what stands in the way (exit code 2).
 */
export const runMainJob = async (
  app: LeadApp,
  order: { goal: string; pipeline: string | null },
  signal: AbortSignal,
): Promise<RunReport> => {
  if (app.settings.dryRun) {
    const text = 'Dry run: nothing is changed and no worker starts. The model is the real one and costs money.';
    app.progress.emit({ type: 'notice', level: 'warning', text });
  }
  if (!app.settings.dryRun) await app.homeLock.acquire();
  try {
    // First, for a move of main that a crash cut off would look like changes of the person's own.
    const notices = app.settings.dryRun ? [] : await recover(app);
    const { facts, checks } = await preflight(app);
    await app.sentinel.record();
    const run = await startRun(app, order.goal, order.pipeline ?? 'subtask', facts);
    app.progress.emit({
      type: 'run-started',
      run,
      model: app.settings.model.name,
      budgetUsd: app.settings.limits.budgetUsd,
      dryRun: app.settings.dryRun,
      resumed: false,
    });
    return await conductRun(app, run, { message: order.goal, checks, notices, signal });
  } finally {
    if (!app.settings.dryRun) await app.homeLock.release();
  }
};
