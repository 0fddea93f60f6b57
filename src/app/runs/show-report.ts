import { OrchestratorError } from '../../domain/errors.ts';
import type { RunReport } from '../../domain/report.ts';
import type { App } from '../app.ts';
import { reportEndedRun } from './report-ended-run.ts';
import { loadRun } from './save-run.ts';

/** The report of a run as things stand now; the newest run when none is named. A report that a crash lost is written. */
export const showReport = async (
  app: Pick<App, 'store' | 'git' | 'settings' | 'files' | 'clock' | 'reportText'>,
  id: string | null,
): Promise<RunReport> => {
  const run = id === null ? (await app.store.runs.list())[0] : await loadRun(app, id);
  if (run === undefined)
    throw new OrchestratorError(
      'unknown-run',
      'There is no run in this home yet.',
      'Start one: orchestrator "<task>".',
    );
  return reportEndedRun(app, run);
};
