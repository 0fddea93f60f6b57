import { OrchestratorError } from '../../domain/errors.ts';
import type { RunReport } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { pruneLogs } from '../home/prune-logs.ts';
import { recover } from '../home/recover.ts';
import type { LeadApp } from '../lead/lead-hands.ts';
import { acceptReportedMove } from '../merge/accept-main.ts';
import { followMain } from '../merge/main-watch.ts';
import { conductRun } from './conduct-run.ts';
import { preflight } from './preflight.ts';
import { isReported, reportEndedRun } from './report-ended-run.ts';
import { runUsage } from './run-usage.ts';
import { loadRun, saveRun } from './save-run.ts';
import { workAlone } from './work-alone.ts';

/**
 * The run that there is something left to do for: the named one, or the newest unfinished one; null when all is done. Rejects with
 * `usage` for the run of a work item, which workers go on with, and for that of a plan that another one has taken the place of.
 */
export const runToResume = async (app: Pick<App, 'store' | 'settings'>, id: string | null): Promise<Run | null> => {
  const named = id === null ? await app.store.runs.newestUnfinished() : await loadRun(app, id);
  if (named === null) return null;
  if (named.kind === 'task')
    throw new OrchestratorError(
      'usage',
      `${named.id} is the run of a single task: no tech lead is at work there.`,
      'Run `orchestrator worker`; what waits for you stands in `orchestrator status`.',
    );
  if (named.status === 'done') return null;
  if (named.plan !== null) await refuseFormer(app, named.id, named.plan.file);
  return named;
};

const refuseFormer = async (
  { store, settings }: Pick<App, 'store' | 'settings'>,
  id: string,
  file: string,
): Promise<void> => {
  const { mainPath } = settings.layout;
  const last = await store.runs.newestOfPlan(file, mainPath);
  if (last?.id === id) return;
  throw new OrchestratorError(
    'usage',
    `${id} is not the last run of ${file} in ${mainPath}.`,
    `Run \`orchestrator run ${file}\`: it goes on with the last one there.`,
  );
};

/**
 * Continues an interrupted, stopped or waiting run of a tech lead; the newest one when none is named. With nothing left to do it is the
 * report of the named run, or of the newest one if its end was never reported; null when there is nothing to tell either. A move of
 * main while nothing ran is accepted once it was reported and is still the same: the person has seen it.
 */
export const resumeRun = async (app: LeadApp, id: string | null, stop: AbortSignal): Promise<RunReport | null> => {
  const found = await runToResume(app, id);
  if (found === null) return reportUntold(app, id);
  return workAlone(
    app,
    async (signal) => {
      const notices = await recover(app);
      const { checks } = await preflight(app);
      await pruneLogs(app);
      await acceptReportedMove(app, found.id);
      await followMain(app, found.id);
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
        spent: await runUsage(app, run),
      });
      return await conductRun(app, run, { message: await resumeMessage(app, run), checks, notices, signal });
    },
    stop,
  );
};

const reportUntold = async (app: App, id: string | null): Promise<RunReport | null> => {
  if (id !== null) return reportEndedRun(app, await loadRun(app, id));
  const [newest] = await app.store.runs.list();
  return newest === undefined || (await isReported(app, newest)) ? null : reportEndedRun(app, newest);
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
