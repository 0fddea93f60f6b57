import type { Pipeline } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { candidateSeen } from './candidate.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { dependencySettled } from './dependencies.ts';
import { held, merged } from './integration.ts';
import { jobEnded, jobInterrupted, jobRequested, jobStarted } from './jobs.ts';
import { approved, cancelled, rejected, retried } from './people.ts';
import { gatesAnswered } from './stages.ts';

/**
 * The one place where a task's state changes: pure, without clock, randomness or I/O.
 * @returns the new state and the commands that follow from it, or a refusal with its reason
 */
export const decide = (pipeline: Pipeline, task: Task, event: TaskEvent): Decision => {
  switch (event.type) {
    case 'worktree-made':
      return isSettled(task.state)
        ? refuse(`${task.id} is ${task.state.status}`)
        : accept({ ...task, baseCommit: task.baseCommit ?? event.baseCommit, head: event.head });
    case 'job-requested':
      return jobRequested(pipeline, task, event);
    case 'job-started':
      return jobStarted(task, event);
    case 'job-ended':
      return jobEnded(task, event);
    case 'job-interrupted':
      return jobInterrupted(task, event);
    case 'candidate-seen':
      return candidateSeen(pipeline, task, event);
    case 'gates-answered':
      return gatesAnswered(pipeline, task, event);
    case 'merged':
      return merged(pipeline, task, event);
    case 'held':
      return held(task, event);
    case 'dependency-settled':
      return dependencySettled(task, event);
    case 'approved':
      return approved(pipeline, task, event);
    case 'rejected':
      return rejected(task, event);
    case 'retried':
      return retried(task);
    case 'cancelled':
      return cancelled(task, event);
  }
};
