import { workItemId } from '../../domain/document/work-item-id.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Project } from '../../domain/project/project.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import { printableLine } from '../../domain/text/printable.ts';
import { freeName, slugOf } from '../../domain/text/slug.ts';
import { MOST_VERSIONS } from '../../domain/version.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { baseCommit } from '../merge/base-commit.ts';
import { inputsFixed } from '../run-document/fixed-inputs.ts';
import { assertPipeline } from '../runs/choose-pipeline.ts';
import { refuseUnsupported } from '../runs/preflight.ts';
import { newRun, runStarted } from '../runs/start-run.ts';
import { dependencyOf } from './dependencies-of.ts';
import { entryRefusal } from './entry-refusal.ts';
import { findTask } from './find-task.ts';
import { materialsOf } from './materials-of.ts';
import { withFreeNames } from './names-in-use.ts';
import { newTask } from './new-task.ts';
import { pipelineOf } from './pipeline-of.ts';

/** A work item as a person orders it. */
export interface WorkOrder {
  /** The id that a board has given it; without one it is the next of its repository. */
  readonly id?: string;
  readonly title: string;
  readonly prompt: string;
  /** Null: from the title. */
  readonly slug: string | null;
  readonly kind: TaskKind;
  readonly pipeline: string;
  /** Ids or slugs of tasks that are merged first. */
  readonly dependsOn: readonly string[];
  readonly base: string | null;
  /** Absolute path of where the person stood; the main checkout where nobody says it. */
  readonly cwd?: string;
  /** The registered repository; null: the base directory's own. */
  readonly project: Project | null;
  /** Addresses and absolute paths of files that it needs from outside; none where nobody says it. */
  readonly materials?: readonly string[];
  /** In how many versions it is made; once where nobody says it. */
  readonly versions?: number;
}

/**
 * Queues a work item at once; any worker of the home takes it up. Nothing of the repository is changed yet.
 * Rejects before any effect: `usage` for an unknown pipeline, dependency or base and for a title or prompt that the entry gate
 * refuses, and with what stands in the way in the repository.
 * @param app at work in the repository of the order
 */
export const createTask = async (app: App, order: WorkOrder): Promise<Task> => {
  assertPipeline(app, order.pipeline);
  assertVersions(app, order);
  const { mainPath } = app.settings.layout;
  const facts = await app.git.inspect(mainPath);
  refuseUnsupported(mainPath, facts);
  const checks = facts.head === null ? [] : await findChecks(app, mainPath, facts.head);
  const materials = await materialsOf(app, order.materials ?? []);
  const title = printableLine(order.title);
  refuseAtEntry(app, { ...order, title });
  const dependsOn = await Promise.all(order.dependsOn.map((name) => findTask(app, name, null)));
  const project = order.project?.repo ?? null;
  const run = await newRun(app, { kind: 'task', project, goal: title, pipeline: order.pipeline }, facts);
  await baseCommit(app, run, order.base);

  const id = order.id ?? (await freeTaskId(app, order.project));
  const slug = slugOf(order.slug ?? title);
  await app.files.makeDirectory(`${app.settings.layout.home}/runs/${run.id}`);
  return withFreeNames(app, run, async (taken) => {
    const task = newTask(app, run, {
      ...{ ...order, id, slug, title, materials },
      name: freeName(slug, (name) => taken.has(name)),
      origin: 'person',
      dependsOn: dependsOn.map((dependency) => dependency.id),
      unmerged: dependsOn.map(dependencyOf).filter(({ standing }) => standing !== 'merged'),
    });
    await app.store.commit([
      ...runStarted(run),
      { type: 'insert-task', task },
      { type: 'append-journal', entry: taskCreated(app, task) },
      ...inputsFixed(app, pipelineOf(app, task), task, { cwd: order.cwd ?? mainPath, checks }),
    ]);
    return task;
  });
};

/** What the journal says of a new task. */
export const taskCreated = (app: Pick<App, 'approver'>, { run, id, title, pipeline, createdAt }: Task) => ({
  ...{ run, task: id, type: 'task-created', at: createdAt },
  data: { title, pipeline, by: app.approver },
});

/** The id of the next task of a repository. A board may have given the next number away already (MA-127). */
export const freeTaskId = async (app: App, project: Project | null): Promise<string> => {
  for (;;) {
    const id = await idFor(app, project);
    if ((await app.store.tasks.get(id)) === null) return id;
  }
};

/** Work items of a registered repository are counted under its own prefix, all others through the home. */
const idFor = async (app: App, project: Project | null): Promise<string> => {
  if (project === null) return `T-${await app.store.nextNumber('task')}`;
  const prefix = project.workItemPrefix;
  return workItemId(prefix, await app.store.nextNumber(`item:${prefix}`));
};

/** Rejects with `usage` for a number that is too large, and where no stage of the pipeline is done in versions. */
const assertVersions = (app: Pick<App, 'pipelines'>, { versions = 1, pipeline }: WorkOrder): void => {
  if (!Number.isInteger(versions) || versions < 1 || versions > MOST_VERSIONS)
    throw new OrchestratorError(
      'usage',
      `A task is made in 1 to ${MOST_VERSIONS} versions, not in ${versions}.`,
      `Order at the most ${MOST_VERSIONS}.`,
    );
  if (versions > 1 && app.pipelines.get(pipeline)?.stages.every((stage) => stage.versions === null) === true)
    throw new OrchestratorError(
      'usage',
      `No stage of the pipeline ${pipeline} is done in versions.`,
      'Leave --versions out, or name another pipeline.',
    );
};

const refuseAtEntry = (app: App, order: WorkOrder): void => {
  const reason = entryRefusal(app, order);
  if (reason === null) return;
  throw new OrchestratorError('usage', `The entry gate refuses it: ${reason}.`, 'Mend that and create it again.');
};
