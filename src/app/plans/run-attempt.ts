import type { PlanTask } from '../../domain/plan/plan.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import { describeEnd } from '../gates/run-step.ts';
import { markerOf } from '../home/marker.ts';
import { logOf, type PlanHands } from './plan-hands.ts';

interface Attempt {
  /** Its number, from 1. */
  readonly attempt: number;
  readonly argv: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
}

/**
 * Runs one attempt of a plan's task to the end of its process (INV-8). Both streams go to the task's log, below a line that names the
 * attempt.
 */
export const runAttempt = (
  { app, run, logs, scope }: Pick<PlanHands, 'app' | 'run' | 'logs' | 'scope'>,
  { id }: Pick<PlanTask, 'id'>,
  { attempt, ...command }: Attempt,
): Promise<ProcessEnd> => {
  const { limits } = app.settings;
  const log = logOf({ logs }, id);
  return app.processes.run({
    ...command,
    stdoutFile: log,
    stderrFile: log,
    heading: attemptLine(attempt, app.clock.now()),
    marker: markerOf(app, run.id, id),
    graceMs: limits.killGraceMs,
    maxOutputBytes: limits.processOutputBytes,
    silenceMs: null,
    signal: scope.signal,
  });
};

/** What parts the attempts in a log. */
export const attemptLine = (attempt: number, at: number): string =>
  `==== attempt ${attempt} at ${new Date(at).toISOString()} ====\n`;

/** Why an execution is no success; null where it is one. The exit code decides, and nothing else. */
export const failureOf = (end: ProcessEnd, deadlineMs: number): string | null => {
  if (end.reason === 'exited' && end.exitCode === 0) return null;
  const what = describeEnd(end, deadlineMs);
  return end.reason === 'deadline' ? `timeout: ${what}` : what;
};
