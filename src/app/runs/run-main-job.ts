import type { RunReport } from '../../domain/report.ts';
import { pruneLogs } from '../home/prune-logs.ts';
import { recover } from '../home/recover.ts';
import type { LeadApp } from '../lead/lead-hands.ts';
import { choosePipeline } from './choose-pipeline.ts';
import { conductRun } from './conduct-run.ts';
import { preflight } from './preflight.ts';
import { startRun } from './start-run.ts';
import { workAlone } from './work-alone.ts';

/**
 * The main job: puts right what a dead run left, looks whether it can begin, records a run, and lets the lead work until it
 * reports. Rejects before any effect of its own with what stands in the way (exit code 2).
 */
export const runMainJob = async (
  app: LeadApp,
  order: { goal: string; pipeline: string | null },
  stop: AbortSignal,
): Promise<RunReport> => {
  if (app.settings.dryRun) {
    const text = 'Dry run: nothing is changed and no worker starts. The model is the real one and costs money.';
    app.progress.emit({ type: 'notice', level: 'warning', text });
  }
  return workAlone(
    app,
    async (signal) => {
      // First, for a move of main that a crash cut off would look like changes of the person's own.
      const notices = app.settings.dryRun ? [] : await recover(app);
      const { facts, checks } = await preflight(app);
      if (!app.settings.dryRun) await pruneLogs(app);
      await app.sentinel.record();
      const run = await startRun(app, order.goal, choosePipeline(app, order.pipeline, order.goal), facts);
      app.progress.emit({
        type: 'run-started',
        run,
        model: app.settings.model.name,
        budgetUsd: app.settings.limits.budgetUsd,
        dryRun: app.settings.dryRun,
        resumed: false,
        spent: run.usage,
      });
      return await conductRun(app, run, { message: order.goal, checks, notices, signal });
    },
    stop,
  );
};
