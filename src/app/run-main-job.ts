import type { RunReport } from '../domain/report.ts';
import { conductRun } from './conduct-run.ts';
import type { LeadApp } from './lead-hands.ts';
import { recover } from './recover.ts';
import { preflight, startRun } from './start-run.ts';

/**
 * The main job: looks whether it can begin, records a run, and lets the lead work until it reports.
 * Rejects before any effect with what stands in the way (exit code 2).
 */
export const runMainJob = async (
  app: LeadApp,
  order: { goal: string; pipeline: string | null },
  signal: AbortSignal,
): Promise<RunReport> => {
  const { facts, checks } = await preflight(app);
  if (!app.settings.dryRun) await app.homeLock.acquire();
  try {
    const notices = app.settings.dryRun ? [] : await recover(app);
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
