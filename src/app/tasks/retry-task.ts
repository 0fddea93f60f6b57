import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskEvent } from '../../domain/task-event.ts';
import { hasOpenVersions, openVersions } from '../../domain/version.ts';
import { decideTask, type PersonApp } from './decide-as-person.ts';
import { findTask } from './find-task.ts';

/** Another try of a task that stands still, or of what stands still of the versions it is made in. */
export const retryAsPerson = async (app: PersonApp, name: string): Promise<Task> => {
  const task = await findTask(app, name, null);
  return hasOpenVersions(task) && task.due === null
    ? retryVersions(app, task)
    : decideTask(app, task.id, retriedBy(app));
};

/** Rejects with `nothing-waits` where no version stands still. */
const retryVersions = async (app: PersonApp, original: Task): Promise<Task> => {
  // First: what its versions come to from now on is news.
  if (original.state.status === 'blocked') await decideTask(app, original.id, retriedBy(app));
  const refusals: unknown[] = [];
  const versions = original.versions === null ? [] : openVersions(original.versions);
  const others = versions.filter(({ number }) => number !== original.versions?.selected);
  for (const { task } of others) {
    try {
      await decideTask(app, task, retriedBy(app));
    } catch (error) {
      if (!(error instanceof OrchestratorError) || error.code !== 'nothing-waits') throw error;
      refusals.push(error);
    }
  }
  if (refusals.length === others.length) throw refusals[0];
  return findTask(app, original.id, null);
};

const retriedBy = ({ approver }: Pick<PersonApp, 'approver'>): TaskEvent => ({ type: 'retried', by: approver });
