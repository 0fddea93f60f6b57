import { type Pipeline, stageOf } from '../domain/pipeline/pipeline.ts';
import type { Due, Task } from '../domain/task.ts';
import type { Dependency } from '../domain/task-event.ts';

/** How a new task begins: at once where the engine drives it and nothing has to be merged first. */
export const begin = (
  pipeline: Pipeline,
  drive: Task['drive'],
  unmerged: readonly Dependency[],
): Pick<Task, 'stage' | 'state' | 'due'> => {
  const stage = pipeline.stages[0]?.name ?? '';
  if (drive === 'lead') return { stage, state: { status: 'planned' }, due: null };
  const lost = lostOne(unmerged);
  if (lost !== null) return { stage, state: { status: 'skipped', reason: lost }, due: null };
  const waits = waitingFor(unmerged);
  return waits === null
    ? { stage, state: { status: 'planned' }, due: firstDue(pipeline, stage) }
    : { stage, state: { status: 'planned', reason: `waits for ${waits}` }, due: null };
};

/** What is due in a stage where nothing has been done yet. */
export const firstDue = (pipeline: Pipeline, stage: string): Due =>
  stageOf(pipeline, stage)?.role === null ? 'gates' : 'work';

/** What a task or its job waits for, in words; null when nothing is left. */
export const waitingFor = (unmerged: readonly Dependency[]): string | null =>
  unmerged.length === 0 ? null : `the merge of ${unmerged.map(nameOf).join(', ')}`;

/** The dependency that will not come, in words; null when there is none. */
export const lostOne = (unmerged: readonly Dependency[]): string | null => {
  const lost = unmerged.find((dependency) => dependency.standing === 'lost');
  return lost === undefined ? null : `${nameOf(lost)} will not be merged`;
};

const nameOf = ({ slug, task }: Dependency): string => `${slug} (${task})`;
