import type { Rejection } from '../domain/task.ts';

/**
 * Whether a stage's gate has said the very same of the very same candidate when it failed last: gate and work contradict each other,
 * and another round would bring nothing new. What other gates have said in between changes nothing about that.
 */
export const goesRound = (earlier: readonly Rejection[], now: Rejection): boolean => {
  const last = earlier.findLast(({ stage, gate }) => stage === now.stage && gate === now.gate);
  return last?.candidate === now.candidate && last.reason === now.reason;
};
