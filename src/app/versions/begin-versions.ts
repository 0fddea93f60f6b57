import type { Stage } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskEvent } from '../../domain/task-event.ts';
import { freeName } from '../../domain/text/slug.ts';
import { newVersion, type VersionPlace } from '../../engine/version-life.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { baseCommit } from '../merge/base-commit.ts';
import { loadRun } from '../runs/save-run.ts';
import { assertBudgetLeft } from '../runs/spent-budget.ts';
import { type Applied, applyTransition } from '../tasks/apply-transition.ts';
import { withFreeNames } from '../tasks/names-in-use.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';

/** Begins the work of a stage in as many versions as were ordered, from one commit (KB-01); any worker takes each of them up. */
export const beginVersions = async (app: App, task: Task, stage: Stage): Promise<void> => {
  const run = await loadRun(app, task.run);
  await assertBudgetLeft(app, run);
  const base = task.head ?? (await baseCommit(app, run, task.base));
  await addVersions(app, task, stage, { base, count: task.versions?.wanted ?? 0 }, (versions) => ({
    type: 'versions-begun',
    versions,
  }));
};

/**
 * Makes further versions of a task, under names that nobody has, in the transaction of the event that begins them (INV-7): a task
 * never knows of a version that is not there, nor is one there that no task knows of.
 */
export const addVersions = async (
  app: App,
  task: Task,
  stage: Stage,
  { base, count }: { readonly base: string; readonly count: number },
  eventOf: (begun: readonly Pick<VersionPlace, 'number' | 'task' | 'base'>[]) => TaskEvent,
): Promise<Applied> =>
  withFreeNames(app, await loadRun(app, task.run), (taken) => {
    const at = app.clock.now();
    const before = task.versions?.made.length ?? 0;
    const places = Array.from({ length: count }, (_, index): VersionPlace => {
      const number = before + index + 1;
      const name = freeName(versionName(task, number), (candidate) => taken.has(candidate));
      return { number, task: `${task.id}-v${number}`, base, name, at, of: count };
    });
    const event = eventOf(places.map(({ number, task: id }) => ({ number, task: id, base })));
    return applyTransition(app, task.id, event, async (begun) =>
      places.flatMap((place) => inserted(newVersion(pipelineOf(app, begun), begun, stage, place))),
    );
  });

/** The name that a version's branch and worktree have, unless somebody else has it. */
export const versionName = ({ slug }: Pick<Task, 'slug'>, number: number): string => `${slug}-v${number}`;

const inserted = (version: Task): readonly Change[] => {
  const { run, id, title, pipeline, createdAt, versionOf, base } = version;
  const data = { title, pipeline, versionOf, base };
  const entry = { run, task: id, type: 'version-created', data, at: createdAt };
  return [
    { type: 'insert-task', task: version },
    { type: 'append-journal', entry },
  ];
};
