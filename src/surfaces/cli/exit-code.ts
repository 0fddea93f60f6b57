import type { ExitCode } from '../../domain/errors.ts';
import type { RunReport } from '../../domain/report.ts';
import type { RunStatus } from '../../domain/run.ts';
import type { GateOutcome } from '../../domain/verdict/verdict.ts';

const OF_RUN: Readonly<Record<RunStatus, ExitCode>> = {
  done: 0,
  failed: 1,
  blocked: 1,
  // A run that nobody ended is not done.
  running: 1,
  waiting: 3,
  stopped: 4,
};

/** The exit code that tells a script how a run ended. */
export const exitCodeOfRun = ({ status }: Pick<RunReport, 'status'>): ExitCode => OF_RUN[status];

/** One fail outweighs any number of pending gates (INV-13: only pass is yes). */
export const exitCodeOfGates = (outcomes: readonly GateOutcome[]): ExitCode => {
  if (outcomes.includes('fail')) return 1;
  return outcomes.includes('pending') ? 3 : 0;
};
