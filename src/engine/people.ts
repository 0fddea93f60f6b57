import { type Pipeline, stageOf } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/** A person lets one candidate through one gate that waits for them; for any other candidate the approval is refused (INV-2). */
export const approved = (pipeline: Pipeline, task: Task, event: Of<'approved'>): Decision => {
  const waits = task.verdicts.find((v) => v.gate === event.gate && v.outcome === 'pending');
  if (task.state.status !== 'waiting' || waits === undefined) return refuse(`${task.id} waits for no approval`);
  if (event.candidate !== task.candidate || waits.candidate !== task.candidate) {
    return refuse(`${task.id} has changed since the question was asked: look at it again`);
  }
  const stage = stageOf(pipeline, task.stage);
  const verdict = {
    ...waits,
    outcome: 'pass',
    reason: `approved by ${event.by}`,
    evidence: { ...waits.evidence, approvedBy: event.by },
    at: event.at,
  } as const;
  return accept(
    {
      ...task,
      verdicts: [...task.verdicts.filter((v) => v.gate !== event.gate), verdict],
      state: { status: 'planned' },
    },
    { type: 'evaluate-gates', stage: stage?.name ?? task.stage },
  );
};

/** A person sends the task back; the reason stands word for word in the next instructions. */
export const rejected = (task: Task, event: Of<'rejected'>): Decision =>
  task.state.status !== 'waiting'
    ? refuse(`${task.id} waits for no decision`)
    : accept({
        ...task,
        state: { status: 'sent-back', reason: `rejected by ${event.by}: ${event.reason}` },
        feedback: [...task.feedback, `Rejected by ${event.by}: ${event.reason}`],
      });

/** A person wants another try of a task that stands still. */
export const retried = (task: Task): Decision => {
  const { status } = task.state;
  return status === 'failed' || status === 'blocked' || status === 'sent-back' || status === 'skipped'
    ? accept({ ...task, state: { status: 'planned' } })
    : refuse(`${task.id} is ${status}: there is nothing to retry`);
};

export const cancelled = (task: Task, event: Of<'cancelled'>): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  const reason = `cancelled by ${event.by}`;
  const ended: Task = { ...task, activeJob: null, state: { status: 'cancelled', reason } };
  const settle = { type: 'settle-dependents', standing: 'lost' } as const;
  return task.activeJob === null
    ? accept(ended, settle)
    : accept(ended, { type: 'cancel-job', job: task.activeJob.job, reason }, settle);
};
