import type { PlanTask } from '../../domain/plan/plan.ts';
import { type Execution, INTERRUPTED, type PlanHands } from './plan-hands.ts';
import { failureOf, runAttempt } from './run-attempt.ts';

/**
 * Runs one attempt of a command to its end, in the environment of checks with what the plan adds (INV-8, INV-12).
 * @param cwd absolute path
 */
export const runCommand = async (
  hands: Pick<PlanHands, 'app' | 'run' | 'logs' | 'environment' | 'scope'>,
  task: PlanTask,
  argv: readonly string[],
  { attempt, cwd }: { readonly attempt: number; readonly cwd: string },
): Promise<Execution> => {
  const deadlineMs = task.timeoutMs ?? hands.app.settings.limits.workerTimeoutMs;
  const env = { ...hands.environment, ...task.env };
  const end = await runAttempt(hands, task, { attempt, argv, cwd, env, deadlineMs });
  if (end.reason === 'aborted') return INTERRUPTED;
  const reason = failureOf(end, deadlineMs);
  const status = reason === null ? 'ready' : 'failed';
  return { status, reason, exitCode: end.exitCode, mayRetry: true, head: null };
};
