import { type Pipeline, type Stage, stageOf } from '../domain/pipeline/pipeline.ts';
import type { Task } from '../domain/task.ts';
import type { TaskEventType } from '../domain/task-event.ts';
import { hasOpenVersions } from '../domain/version.ts';

/**
 * The stage whose work a task is due to have done in several versions; null where its role works once. A choice holds: after it
 * the role works on what was chosen. Findings are brought together anew in every round.
 */
export const fansOut = (pipeline: Pipeline, task: Task): Stage | null => {
  const stage = stageOf(pipeline, task.stage);
  const { versions } = task;
  if (stage === null || stage.versions === null || versions === null || task.due !== 'work') return null;
  return stage.versions === 'select' && versions.selected !== null ? null : stage;
};

/** While its versions are at work, or wait for a choice, nothing else happens to a task. */
export const objectionToEvent = (task: Task, type: TaskEventType): string | null =>
  hasOpenVersions(task) && !WHILE_OPEN.has(type) ? `the versions of ${task.id} are not decided on yet` : null;

const WHILE_OPEN: ReadonlySet<TaskEventType> = new Set([
  ...(['version-ended', 'version-selected', 'versions-forked', 'versions-aggregated'] as const),
  ...(['held', 'retried', 'cancelled'] as const),
]);
