import type { RunReport } from '../../domain/report.ts';

/** A run that had begun ended with an error: `cause` is that error, and the report says how far the run came. */
export class RunFailed extends Error {
  readonly report: RunReport;

  constructor(report: RunReport, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'RunFailed';
    this.report = report;
  }
}
