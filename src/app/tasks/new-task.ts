import type { Run } from '../../domain/run.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import type { Dependency } from '../../domain/task-event.ts';
import { versionsWanted } from '../../domain/version.ts';
import { begin } from '../../engine/beginning.ts';
import type { App } from '../app.ts';
import { pipelineOf } from './pipeline-of.ts';

/** What is known of a task before it has a place. */
export interface TaskOrder {
  readonly id: string;
  /** What people call it. */
  readonly slug: string;
  /** The free name that its branch and worktree get. */
  readonly name: string;
  readonly title: string;
  readonly prompt: string;
  readonly kind: TaskKind;
  readonly pipeline: string;
  /** `person`: the engine starts and merges it; `lead`: so it does where the pipeline says it. */
  readonly origin: 'lead' | 'person';
  readonly dependsOn: readonly string[];
  readonly unmerged: readonly Dependency[];
  readonly base: string | null;
  /** What is fetched into its worktree, as a person named it; nothing where nobody says it. */
  readonly materials?: readonly string[];
  /** In how many versions it is made; once where nobody says it. */
  readonly versions?: number;
}

/** A task at its beginning: names reserved, nothing made. Rejects with `pipeline-invalid` for an unknown pipeline. */
export const newTask = (app: Pick<App, 'pipelines' | 'clock'>, run: Run, order: TaskOrder): Task => {
  const pipeline = pipelineOf(app, order);
  const drive = order.origin === 'person' ? 'engine' : pipeline.starts;
  return {
    id: order.id,
    run: run.id,
    slug: order.slug,
    title: order.title,
    prompt: order.prompt,
    kind: order.kind,
    pipeline: order.pipeline,
    drive,
    dependsOn: order.dependsOn,
    branch: `task/${order.name}`,
    worktree: `task-${order.name}`,
    materials: order.materials ?? [],
    base: order.base,
    baseCommit: null,
    head: null,
    candidate: null,
    ...begin(pipeline, drive, order.unmerged),
    activeJob: null,
    attempts: {},
    works: [],
    verdicts: [],
    rejections: [],
    feedback: [],
    versions: versionsWanted(order.versions ?? 1),
    versionOf: null,
    createdAt: app.clock.now(),
    version: 0,
  };
};
