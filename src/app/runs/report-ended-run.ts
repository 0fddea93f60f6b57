import { z } from 'zod';
import type { RunReport } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { readJsonNote } from '../home/read-json-note.ts';
import { buildReport, writeReport } from './build-report.ts';

type Needs = Pick<App, 'store' | 'git' | 'settings' | 'files' | 'clock' | 'reportText'>;

/**
 * The report of a run as the store has it. A process that was killed after the run's end and before its report wrote no files:
 * they are written now (INV-7), but for what that process alone knew, its notices.
 */
export const reportEndedRun = async (app: Needs, run: Run): Promise<RunReport> => {
  const report = await buildReport(app, run.id, []);
  if (run.endedAt !== null && !(await isReported(app, run))) await writeReport(app, report);
  return report;
};

/** Do the files tell this end of the run, and not an earlier one that was resumed? */
export const isReported = async (app: Pick<App, 'files' | 'settings'>, run: Run): Promise<boolean> => {
  const told = await readJsonNote(app, `${app.settings.layout.home}/runs/${run.id}/report.json`, TOLD);
  return run.endedAt !== null && told?.durationMs === run.endedAt - run.createdAt;
};

const TOLD = z.object({ durationMs: z.number() });
