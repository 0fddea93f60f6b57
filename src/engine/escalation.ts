import { type Pipeline, stageOf } from '../domain/pipeline/pipeline.ts';
import type { Escalation, Task } from '../domain/task.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import { goesRound } from './circle.ts';
import { isUsedUp } from './starting.ts';

/**
 * Why a person is called because of what has just happened to a task that the engine drives; null where nobody is. A finding that
 * comes back word for word is no reason to stop: the next round may still end well.
 */
export const escalationOf = (pipeline: Pipeline, before: Task, after: Task): Escalation | null => {
  if (after.drive === 'lead') return null;
  const rejection = after.rejections.length > before.rejections.length ? (after.rejections.at(-1) ?? null) : null;
  if (rejection !== null && after.state.status === 'blocked' && goesRound(before.rejections, rejection))
    return 'deadlock';
  const stage = stageOf(pipeline, after.stage);
  const judging = stageOf(pipeline, rejection?.stage ?? '');
  const isForPerson = rejection !== null && judging?.blocksOn.includes(rejection.gate) === true;
  const hasStopped = after.state.status === 'blocked' && before.state.status !== 'blocked';
  if (hasStopped && !isForPerson && stage !== null && isUsedUp(stage, after)) return 'retries-exhausted';
  return rejection !== null && isRepeated(before, after, rejection.gate) ? 'repeated-finding' : null;
};

/** The same gate has failed in two rounds, for two candidates, with the same words. */
const isRepeated = (before: Task, after: Task, gate: string): boolean => {
  const [earlier, now] = [before, after].map(({ verdicts }) => verdicts.find((verdict) => verdict.gate === gate));
  return earlier !== undefined && now !== undefined && earlier.outcome === 'fail' && wordsOf(earlier) === wordsOf(now);
};

const wordsOf = ({ reason, evidence }: Verdict): string =>
  JSON.stringify([
    reason,
    evidence.findings ?? null,
    evidence.paths ?? [],
    evidence.conflicts ?? [],
    (evidence.checks ?? []).map(({ command, exitCode, output }) => [command, exitCode, output]),
  ]);
