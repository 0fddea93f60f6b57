import { type Pipeline, rollbackOf, type Stage, stageOf } from '../domain/pipeline/pipeline.ts';
import type { Rejection, Task } from '../domain/task.ts';
import type { EngineCommand } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import { goesRound } from './circle.ts';
import { accept, type Decision } from './decision.ts';
import { withoutEarlierJudgements } from './judgements.ts';
import { blocked, start } from './starting.ts';

/**
 * A gate has failed: the task goes to its rollback stage with the findings. Where the engine drives it the role there starts anew
 * until its attempts are used up; a finding that nothing was changed about would only go round in a circle.
 */
export const sendBack = (pipeline: Pipeline, stage: Stage, task: Task, failed: Verdict): Decision => {
  const reason = `${failed.gate}: ${failed.reason}`;
  const isUnusable = failed.evidence.unusable === true;
  const target = isUnusable ? stage : (stageOf(pipeline, rollbackOf(stage, failed.gate)) ?? stage);
  const rejection: Rejection = {
    stage: stage.name,
    to: target.name,
    gate: failed.gate,
    reason: failed.reason,
    candidate: failed.candidate,
  };
  const back: Task = {
    ...(target === stage ? task : withoutEarlierJudgements(pipeline, task, target)),
    stage: target.name,
    due: null,
    state: { status: 'sent-back', reason },
    rejections: [...task.rejections, rejection],
    feedback: withFeedback(task.feedback, failed),
  };
  if (stage.blocksOn.includes(failed.gate) && !isUnusable)
    return accept(blocked(back, reason), ...followUpOf(stage, failed));
  if (task.drive === 'lead') return accept(back);
  const circle = circleOf(task.rejections, rejection, isUnusable);
  if (circle !== null) return accept(blocked(back, `${reason} (${circle})`));
  // The pipeline does not say how often: whoever ordered the task does, with a retry.
  if (target.attempts === null && !isUnusable) return accept(back);
  return accept(start(target, back, reason));
};

/** The task that is left for a person beside the blocked one (KB-22). */
const followUpOf = ({ followUp }: Stage, { gate, reason, evidence }: Verdict): readonly EngineCommand[] => {
  const kind = followUp[gate];
  return kind === undefined ? [] : [{ type: 'create-follow-up', kind, reason, paths: evidence.paths ?? [] }];
};

/** Why another round would bring nothing new; null when it may. */
const circleOf = (earlier: readonly Rejection[], now: Rejection, isUnusable: boolean): string | null => {
  if (!isUnusable) return goesRound(earlier, now) ? 'the same finding again, and nothing was changed since' : null;
  const last = earlier.at(-1);
  const isTwice = last?.stage === now.stage && last.gate === now.gate && last.candidate === now.candidate;
  return isTwice ? 'its report could not be used twice in a row' : null;
};

const withFeedback = (feedback: readonly string[], failed: Verdict): readonly string[] => {
  const details = explain(failed);
  const last = feedback.at(-1);
  const isKnown = last === details || (failed.evidence.findings === undefined && isRepetition(last, details));
  return isKnown ? feedback : [...feedback, details];
};

/** The same red check once more: durations and counters differ from run to run. A report's numbers are what it says. */
const isRepetition = (last: string | undefined, details: string): boolean =>
  last !== undefined && last.replaceAll(/[\d.]+/g, '#') === details.replaceAll(/[\d.]+/g, '#');

/** A failed gate as the next worker reads it: the report word for word, paths in conflict, and the output of what was red. */
const explain = ({ gate, reason, evidence }: Verdict): string =>
  [
    `Gate ${gate} failed: ${reason}`,
    ...(evidence.findings === undefined ? [] : [evidence.findings]),
    ...(evidence.conflicts ?? []).map((path) => `conflict: ${path}`),
    ...(evidence.paths ?? []).map((path) => `path: ${path}`),
    ...(evidence.checks ?? [])
      .filter((check) => check.exitCode !== 0 && !check.knownRed)
      .map((check) => `$ ${check.command}\nexit code ${check.exitCode ?? 'none'}\n${check.output}`),
  ].join('\n');
