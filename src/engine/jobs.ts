import { isJudging, type Pipeline, type Stage, stageOf } from '../domain/pipeline/pipeline.ts';
import { isSettled, type StageWork, type Task } from '../domain/task.ts';
import type { EngineCommand, TaskEvent } from '../domain/task-event.ts';
import { lostOne, waitingFor } from './beginning.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { skip } from './dependencies.ts';
import { askGates, enter, isWorkDone } from './entering.ts';
import { fansOut } from './fan-out.ts';
import { withoutEarlierJudgements } from './judgements.ts';
import { isUsedUp, start } from './starting.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/**
 * A role agent is to work on the task: at most one job at a time, and none before its dependencies are merged. A task that was
 * further on goes back to the stage of that role, so that the gates on the way are asked again.
 */
export const jobRequested = (pipeline: Pipeline, task: Task, event: Of<'job-requested'>): Decision => {
  if (task.state.status === 'merged' || task.state.status === 'cancelled') {
    return refuse(`${task.id} is ${task.state.status}: nothing more is done on it`);
  }
  if (task.activeJob !== null) return refuse(`${task.id} already has ${task.activeJob.job} (${task.activeJob.role})`);
  const lost = lostOne(event.unmerged);
  if (lost !== null) return task.drive === 'engine' ? skip(task, lost) : refuse(`${task.id} cannot begin: ${lost}`);
  const stage = stageOfRole(pipeline, task, event.role);
  if (stage === null) return refuse(`${task.id} is in ${task.stage}, which its pipeline does not have`);
  const objection = task.drive === 'engine' ? objectionTo(pipeline, stage, task, event.role) : null;
  if (objection !== null) return refuse(objection);
  // Whose turn it is not has been asked for something that no judge has found.
  const asked = task.due === 'work' ? task : withoutEarlierJudgements(pipeline, task, stage);
  return accept(
    {
      ...asked,
      stage: stage.name,
      activeJob: { job: event.job, role: event.role },
      due: null,
      state: { status: 'planned' },
    },
    {
      type: 'queue-job',
      job: event.job,
      role: event.role,
      instructions: event.instructions,
      waitsFor: waitingFor(event.unmerged),
    },
  );
};

/** The latest stage of a role that the task has reached; the present one for a role that works in none of these. */
const stageOfRole = (pipeline: Pipeline, task: Task, role: string): Stage | null => {
  const present = pipeline.stages.findIndex(({ name }) => name === task.stage);
  return (
    pipeline.stages.slice(0, present + 1).findLast((stage) => stage.role === role) ?? stageOf(pipeline, task.stage)
  );
};

/** What speaks against work on a task that the engine drives: nobody takes a role's turn, or works more often than allowed. */
const objectionTo = (pipeline: Pipeline, stage: Stage, task: Task, role: string): string | null => {
  const isItsStage = stage.role === role;
  if (fansOut(pipeline, task) !== null) return `the work of ${task.stage} is done in versions of ${task.id}`;
  if (task.due === 'work')
    return isItsStage && stage.name === task.stage ? null : `it is the turn of the role of ${task.stage}`;
  if (!isItsStage)
    return pipeline.stages.some((other) => other.role === role) ? `${task.id} has not come to the ${role} yet` : null;
  return isUsedUp(stage, task)
    ? `the ${role} has worked on ${task.id} as often as ${stage.name} allows; a person may have it retried`
    : null;
};

export const jobStarted = (task: Task, event: Of<'job-started'>): Decision => {
  const active = task.activeJob;
  if (active?.job !== event.job) return refuse(`${event.job} is not the job of ${task.id}`);
  if (task.state.status === 'running') return refuse(`${event.job} has started already`);
  return accept({
    ...task,
    state: { status: 'running', job: event.job },
    attempts: { ...task.attempts, [active.role]: (task.attempts[active.role] ?? 0) + 1 },
  });
};

/** A job's outcome counts once: a late or repeated one for a job that the task no longer has is refused (INV-7). */
export const jobEnded = (pipeline: Pipeline, task: Task, event: Of<'job-ended'>): Decision => {
  if (task.activeJob?.job !== event.job) return refuse(`${event.job} is not the job of ${task.id}`);
  if (event.status === 'succeeded' && task.state.status !== 'running') return refuse(`${event.job} has not started`);
  const idle: Task = { ...task, activeJob: null, due: null };
  switch (event.status) {
    case 'succeeded':
      return accept(worked(pipeline, idle, task.activeJob, event.left));
    case 'blocked': {
      const owner = task.drive === 'lead' ? 'tech lead' : 'person';
      return accept({ ...idle, state: { status: 'blocked', reason: event.reason, owner } });
    }
    case 'failed':
    case 'timed-out':
      return accept(
        { ...idle, state: { status: 'failed', reason: event.reason }, feedback: withFailure(task, event) },
        ...lost,
      );
    case 'cancelled': {
      const stage = stageOf(pipeline, task.stage);
      return accept(
        task.drive === 'lead' || stage === null
          ? { ...idle, state: { status: 'planned' } }
          : start(stage, idle, event.reason),
      );
    }
  }
};

/** Why the last run came to nothing, for the one who tries again: it may have gone wrong by what it did. */
const withFailure = ({ feedback, activeJob }: Task, { status, reason }: Of<'job-ended'>): readonly string[] => {
  const told = `The last run of the ${activeJob?.role ?? 'agent'} ended as ${status}:\n${reason}`;
  return feedback.at(-1) === told ? feedback : [...feedback, told];
};

const lost: readonly EngineCommand[] = [{ type: 'settle-dependents', standing: 'lost' }];

/**
 * What follows from a job that succeeded. Only what the stage's own role has left counts as its work; whatever else moved the
 * branch is found by the next look at it, and then belongs to the stage whose role makes such things.
 */
const worked = (
  pipeline: Pipeline,
  task: Task,
  { job, role }: NonNullable<Task['activeJob']>,
  left: Of<'job-ended'>['left'],
): Task => {
  const stage = stageOf(pipeline, task.stage);
  if (stage === null) return task;
  const isItsWork =
    left !== null && stage.role === role && (!isJudging(pipeline, stage) || left.candidate === task.candidate);
  const done = isItsWork ? withWork(pipeline, task, { stage: stage.name, role, job, ...left }) : task;
  // The job's status stands until its gates have answered.
  return isWorkDone(pipeline, done, stage) ? askGates(pipeline, done, stage) : enter(pipeline, done, stage);
};

/** The works of later stages go: they were built on what was there before. */
const withWork = (pipeline: Pipeline, task: Task, work: StageWork): Task => {
  const place = pipeline.stages.findIndex(({ name }) => name === work.stage);
  const earlier = pipeline.stages.slice(0, place).map(({ name }) => name);
  return {
    ...task,
    head: work.head,
    candidate: work.candidate,
    works: [...task.works.filter(({ stage }) => earlier.includes(stage)), work],
  };
};

/** A crash or an interrupt cut the job off: the same job waits to run again, and that is no attempt. */
export const jobInterrupted = (task: Task, event: Of<'job-interrupted'>): Decision => {
  const back = backInQueue(task, event.job);
  return back === null ? refuse(`${event.job} is not the job of ${task.id}`) : accept(back);
};

/** The service behind the worker was not to be had: the same job waits to run later, and that is no attempt either. */
export const jobDeferred = (task: Task, event: Of<'job-deferred'>): Decision => {
  const back = backInQueue(task, event.job);
  return back === null
    ? refuse(`${event.job} is not the job of ${task.id}`)
    : accept({ ...back, state: { status: 'planned', reason: event.reason } });
};

/** A task whose job is queued again; null when that is not its job. */
const backInQueue = (task: Task, job: string): Task | null => {
  const active = task.activeJob;
  if (isSettled(task.state) || active?.job !== job) return null;
  if (task.state.status !== 'running') return task;
  const attempts = { ...task.attempts, [active.role]: Math.max(0, (task.attempts[active.role] ?? 1) - 1) };
  return { ...task, state: { status: 'planned' }, attempts };
};
