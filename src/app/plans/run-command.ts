import type { PlanTask } from '../../domain/plan/plan.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import { describeEnd } from '../gates/run-step.ts';
import { markerOf } from '../home/marker.ts';
import type { Execution, PlanHands } from './plan-hands.ts';
import { INTERRUPTED, logOf } from './plan-hands.ts';

/**
 * Runs one attempt of a command to its end, in the environment of checks with what the plan adds (INV-8, INV-12). Both streams go to
 * the task's log, below a line that names the attempt.
 * @param cwd absolute path
 */
export const runCommand = async (
  hands: Pick<PlanHands, 'app' | 'run' | 'logs' | 'environment' | 'scope'>,
  { id, env, timeoutMs }: PlanTask,
  argv: readonly string[],
  { attempt, cwd }: { readonly attempt: number; readonly cwd: string },
): Promise<Execution> => {
  const { app, run, environment, scope } = hands;
  const { limits } = app.settings;
  const deadlineMs = timeoutMs ?? limits.workerTimeoutMs;
  const log = logOf(hands, id);
  const end = await app.processes.run({
    argv,
    cwd,
    env: { ...environment, ...env },
    stdoutFile: log,
    stderrFile: log,
    heading: attemptLine(attempt, app.clock.now()),
    marker: markerOf(app, run.id, id),
    deadlineMs,
    graceMs: limits.killGraceMs,
    maxOutputBytes: limits.processOutputBytes,
    silenceMs: null,
    signal: scope.signal,
  });
  if (end.reason === 'aborted') return INTERRUPTED;
  const reason = failureOf(end, deadlineMs);
  const status = reason === null ? 'ready' : 'failed';
  return { status, reason, exitCode: end.exitCode, mayRetry: true, head: null };
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
