import { type Pipeline, rollbackOf, stageOf } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { askGates, enter } from './entering.ts';
import { start, workOn } from './starting.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/** A person lets one candidate through one gate that waits for them; for any other candidate the approval is refused (INV-2). */
export const approved = (pipeline: Pipeline, task: Task, event: Of<'approved'>): Decision => {
  const stage = stageOf(pipeline, task.stage);
  const waits = task.verdicts.find((v) => v.gate === event.gate && v.outcome === 'pending');
  if (task.state.status !== 'waiting' || waits === undefined || stage === null)
    return refuse(`${task.id} waits for no approval`);
  if (event.candidate !== task.candidate || waits.candidate !== task.candidate) {
    return refuse(`${task.id} has changed since the question was asked: look at it again`);
  }
  const verdict = {
    ...waits,
    outcome: 'pass',
    reason: `approved by ${event.by}`,
    evidence: { ...waits.evidence, approvedBy: event.by },
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
  const asked = pendingOf(task);
  const present = stageOf(pipeline, task.stage);
  if (task.state.status !== 'waiting' || asked === null || present === null)
    return refuse(`${task.id} waits for no decision`);
  const reason = `rejected by ${event.by}: ${event.reason}`;
  const verdicts = task.verdicts.map((verdict) =>
    verdict === asked
      ? ({ ...verdict, outcome: 'fail', reason, evidence: { ...verdict.evidence, rejectedBy: event.by } } as const)
      : verdict,
  );
  const target = stageOf(pipeline, rollbackOf(present, asked.gate)) ?? present;
  const back: Task = {
    ...task,
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
  const question = pendingOf(task)?.evidence.question;
  const stage = stageOf(pipeline, task.stage);
  if (task.state.status !== 'waiting' || question === undefined || stage === null)
    return refuse(`${task.id} waits for no answer`);
  const told: Task = {
    ...task,
    state: { status: 'sent-back', reason: `answered by ${event.by}` },
    feedback: [...task.feedback, `You asked:\n${question}\n\n${event.by} answers:\n${event.text}`],
  };
  return accept(task.drive === 'lead' ? told : start(stage, told, 'its questions are still open'));
};

/** The gate that has asked a person last about the present candidate. */
const pendingOf = (task: Task): Verdict | null =>
  task.verdicts.findLast((v) => v.outcome === 'pending' && v.candidate === task.candidate) ?? null;

/** A person wants another try of a task that stands still: where the engine drives it, its role starts at once, whatever its attempts. */
export const retried = (pipeline: Pipeline, task: Task): Decision => {
  const { status } = task.state;
  const isHeld = status === 'waiting' && pendingOf(task) === null;
  const standsStill = status === 'failed' || status === 'blocked' || status === 'sent-back' || status === 'skipped';
  if (!standsStill && !isHeld) return refuse(`${task.id} is ${status}: there is nothing to retry`);
  const again: Task = { ...task, state: { status: 'planned' } };
  const stage = stageOf(pipeline, task.stage);
  // What was held is still due.
  if (task.drive === 'lead' || stage === null || isHeld) return accept(again);
  return accept(stage.role === null ? enter(pipeline, again, stage) : workOn(stage, again));
};

export const cancelled = (task: Task, event: Of<'cancelled'>): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  const reason = `cancelled by ${event.by}`;
  const ended: Task = { ...task, activeJob: null, due: null, state: { status: 'cancelled', reason } };
  const settle = { type: 'settle-dependents', standing: 'lost' } as const;
  return task.activeJob === null
    ? accept(ended, settle)
    : accept(ended, { type: 'cancel-job', job: task.activeJob.job, reason }, settle);
};
