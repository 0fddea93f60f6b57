import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent, TaskEventType } from '../domain/task-event.ts';
import { hasOpenVersions } from '../domain/version.ts';
import { candidateSeen } from './candidate.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { dependencySettled } from './dependencies.ts';
import { objectionToEvent } from './fan-out.ts';
import { held, merged } from './integration.ts';
import { jobDeferred, jobEnded, jobInterrupted, jobRequested, jobStarted } from './jobs.ts';
import { tellingChoices } from './optional-stages.ts';
import { answered, approved, cancelled, rejected, retried } from './people.ts';
import { gatesAnswered } from './stages.ts';
import { tellingOriginal } from './version-life.ts';
import {
  versionEnded,
  versionSelected,
  versionsAggregated,
  versionsBegun,
  versionsForked,
  versionsRetried,
} from './versions.ts';

/**
 * The one place where a task's state changes: pure, without clock, randomness or I/O.
 * @returns the new state and the commands that follow from it, or a refusal with its reason
 */
export const decide = (pipeline: Pipeline, task: Task, event: TaskEvent): Decision =>
  tellingOriginal(task, tellingChoices(pipeline, task, decideAlone(pipeline, task, event)));

const decideAlone = (pipeline: Pipeline, task: Task, event: TaskEvent): Decision => {
  const { state } = task;
  const objection = objectionToEvent(task, event.type);
  if (objection !== null) return refuse(objection);
  if (state.status === 'blocked' && state.owner === 'person' && MOVES_ON.has(event.type))
    return refuse(`${task.id} is blocked until a person has it retried: ${state.reason}`);
  switch (event.type) {
    case 'worktree-made':
      return isSettled(task.state)
        ? refuse(`${task.id} is ${task.state.status}`)
        : // Another commit than the known one is for `candidate-seen` to find: its tree is a candidate of its own.
          accept({ ...task, baseCommit: task.baseCommit ?? event.baseCommit, head: task.head ?? event.head });
    case 'job-requested':
      return jobRequested(pipeline, task, event);
    case 'job-started':
      return jobStarted(task, event);
    case 'job-ended':
      return jobEnded(pipeline, task, event);
    case 'job-interrupted':
      return jobInterrupted(task, event);
    case 'job-deferred':
      return jobDeferred(task, event);
    case 'candidate-seen':
      return candidateSeen(pipeline, task, event);
    case 'gates-answered':
      return gatesAnswered(pipeline, task, event);
    case 'merged':
      return merged(pipeline, task, event);
    case 'held':
      return held(task, event);
    case 'dependency-settled':
      return dependencySettled(pipeline, task, event);
    case 'approved':
      return approved(pipeline, task, event);
    case 'rejected':
      return rejected(pipeline, task, event);
    case 'answered':
      return answered(pipeline, task, event);
    case 'retried':
      return hasOpenVersions(task) && task.due === null ? versionsRetried(task) : retried(pipeline, task);
    case 'cancelled':
      return cancelled(task, event);
    case 'versions-begun':
      return versionsBegun(pipeline, task, event);
    case 'version-ended':
      return versionEnded(pipeline, task, event);
    case 'version-selected':
      return versionSelected(pipeline, task, event);
    case 'versions-forked':
      return versionsForked(pipeline, task, event);
    case 'versions-aggregated':
      return versionsAggregated(pipeline, task, event);
  }
};

/** What others than a person may do to get a task on its way again. */
const MOVES_ON: ReadonlySet<TaskEventType> = new Set(['job-requested', 'gates-answered', 'held']);
