import { type Pipeline, rollbackOf, stageOf } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import { hasOpenVersions } from '../domain/version.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { askGates, enter } from './entering.ts';
import { withoutEarlierJudgements } from './judgements.ts';
import { start, workOn } from './starting.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/** A person lets one candidate through one gate that waits for them; for any other candidate the approval is refused (INV-2). */
export const approved = (pipeline: Pipeline, task: Task, event: Of<'approved'>): Decision => {
  const stage = stageOf(pipeline, task.stage);
  const asked = askedIn(task, event, 'approval');
  if (typeof asked === 'string') return refuse(asked);
  if (stage === null) return refuse(`${task.id} is in ${task.stage}, which its pipeline does not have`);
  const verdict = {
    ...asked,
    outcome: 'pass',
    reason: `approved by ${event.by}`,
    evidence: { ...asked.evidence, approvedBy: event.by },
    at: event.at,
  } as const;
  const verdicts = [...task.verdicts.filter((v) => v.gate !== event.gate), verdict];
  return accept(askGates(pipeline, { ...task, verdicts, state: { status: 'planned' } }, stage));
};

/**
 * A person sends the task back; the reason stands word for word in the next instructions. It belongs to the present candidate as
 * an approval does (INV-2): the gate that asked has failed for it, and is not put to a person again until it changes.
 */
export const rejected = (pipeline: Pipeline, task: Task, event: Of<'rejected'>): Decision => {
  const present = stageOf(pipeline, task.stage);
  const asked = askedIn(task, event, 'decision');
  if (typeof asked === 'string') return refuse(asked);
  if (present === null) return refuse(`${task.id} is in ${task.stage}, which its pipeline does not have`);
  const reason = `rejected by ${event.by}: ${event.reason}`;
  const verdicts = task.verdicts.map((verdict) =>
    verdict === asked
      ? ({ ...verdict, outcome: 'fail', reason, evidence: { ...verdict.evidence, rejectedBy: event.by } } as const)
      : verdict,
  );
  const target = stageOf(pipeline, rollbackOf(present, asked.gate)) ?? present;
  const back: Task = {
    ...(target === present ? task : withoutEarlierJudgements(pipeline, task, target)),
    verdicts,
    stage: target.name,
    due: null,
    state: { status: 'sent-back', reason },
    feedback: [...task.feedback, `Rejected by ${event.by}: ${event.reason}`],
  };
  return accept(task.drive === 'lead' ? back : start(target, back, reason));
};

/** A person answers what a role asked: the role goes on with the answer, which stands word for word in its next instructions. */
export const answered = (pipeline: Pipeline, task: Task, event: Of<'answered'>): Decision => {
  const stage = stageOf(pipeline, task.stage);
  const asked = askedIn(task, event, 'answer');
  if (typeof asked === 'string') return refuse(asked);
  const { question } = asked.evidence;
  if (question === undefined || stage === null) return refuse(`${task.id} waits for no answer`);
  const told: Task = {
    ...task,
    // What was asked is answered: nothing waits for a person any more.
    verdicts: task.verdicts.filter((verdict) => verdict !== asked),
    state: { status: 'sent-back', reason: `answered by ${event.by}` },
    feedback: [...task.feedback, `You asked:\n${question}\n\n${event.by} answers:\n${event.text}`],
  };
  return accept(task.drive === 'lead' ? told : start(stage, told, 'its questions are still open'));
};

/**
 * The verdict that waits for a person, or why nothing does. A word counts for the question that this person saw: another gate, or
 * the same about another candidate, asks anew (INV-2).
 */
const askedIn = (
  task: Task,
  { gate, candidate }: { readonly gate: string; readonly candidate: string },
  what: 'approval' | 'decision' | 'answer',
): Verdict | string => {
  const asked = task.verdicts.find((v) => v.gate === gate && v.outcome === 'pending');
  // What ends by itself is for nobody to decide.
  if (task.state.status !== 'waiting' || asked === undefined || asked.evidence.until !== undefined)
    return `${task.id} waits for no ${what} of ${gate}`;
  return candidate === task.candidate && asked.candidate === candidate
    ? asked
    : `${task.id} has changed since the question was asked: look at it again`;
};

/** It waits because something outside of it stands in the way: what the engine was to do is still due, and no gate asks. */
const isHeld = (task: Task): boolean =>
  task.state.status === 'waiting' &&
  (task.due !== null || !task.verdicts.some((v) => v.outcome === 'pending' && v.candidate === task.candidate));

/** A person wants another try of a task that stands still: where the engine drives it, its role starts at once, whatever its attempts. */
export const retried = (pipeline: Pipeline, task: Task): Decision => {
  const { status } = task.state;
  const wasHeld = isHeld(task);
  const standsStill = status === 'failed' || status === 'blocked' || status === 'sent-back' || status === 'skipped';
  if (!standsStill && !wasHeld) return refuse(`${task.id} is ${status}: there is nothing to retry`);
  const again: Task = { ...task, state: { status: 'planned' } };
  const stage = stageOf(pipeline, task.stage);
  // What was held is still due.
  if (task.drive === 'lead' || stage === null || wasHeld) return accept(again);
  return accept(stage.role === null ? enter(pipeline, again, stage) : workOn(stage, again));
};

export const cancelled = (task: Task, event: Of<'cancelled'>): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  const reason = `cancelled by ${event.by}`;
  const ended: Task = { ...task, activeJob: null, due: null, state: { status: 'cancelled', reason } };
  const settle = { type: 'settle-dependents', standing: 'lost' } as const;
  const close = hasOpenVersions(task) ? ([{ type: 'close-versions' }] as const) : [];
  return task.activeJob === null
    ? accept(ended, settle, ...close)
    : accept(ended, { type: 'cancel-job', job: task.activeJob.job, reason }, settle);
};
