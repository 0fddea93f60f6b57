import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import { printableLine } from '../../domain/text/printable.ts';
import { freeName, slugOf } from '../../domain/text/slug.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { inputsFixed } from '../run-document/fixed-inputs.ts';
import { loadRun } from '../runs/save-run.ts';
import { checkPlan } from './check-plan.ts';
import { withFreeNames } from './names-in-use.ts';
import { newTask, type TaskOrder } from './new-task.ts';
import { pipelineOf } from './pipeline-of.ts';
import type { PlannedWork } from './planned-work.ts';

/**
 * Records tasks with reserved names (no worktree is made). A slug that the run has already names the same task, so that a plan
 * repeated after a crash makes nothing twice. Rejects with `usage` for unknown or circular dependencies, for unknown pipelines, for titles
 * that no line can hold, and for what the entry gate of its pipeline refuses.
 * @returns the tasks in the order given
 */
export const recordPlan = async (
  app: App,
  runId: string,
  summary: string,
  work: readonly PlannedWork[],
): Promise<readonly Task[]> => {
  const run = await loadRun(app, runId);
  const existing: Known = new Map((await app.store.tasks.inRun(runId)).map((task) => [task.slug, task]));
  const wanted = work.map((item) => ({ ...item, slug: slugOf(item.slug), title: printableLine(item.title) }));
  checkPlan(app, run.pipeline, wanted, existing);

  const ids = await idsFor(app, existing, wanted);
  const isTold = wanted.some(({ pipeline }) => app.pipelines.get(pipeline ?? run.pipeline)?.shared.length);
  const checks = isTold ? await findChecks(app, run.mainPath, run.mainHead) : [];
  const tasks = await withFreeNames(app, run, async (taken) => {
    const planned = wanted.map(
      (item) => existing.get(item.slug) ?? newTask(app, run, orderOf(run, item, { existing, ids, taken })),
    );
    const fresh = planned.filter((task) => !existing.has(task.slug));
    await app.store.commit([
      ...fresh.map((task) => ({ type: 'insert-task', task }) as const),
      ...fresh.flatMap((task) => inputsFixed(app, pipelineOf(app, task), task, { cwd: run.mainPath, checks })),
      recorded(runId, summary, fresh, app.clock.now()),
    ]);
    return planned;
  });
  const all = (await app.store.tasks.inRun(runId)).map(({ id, slug, title, dependsOn }) => ({
    id,
    slug,
    title,
    dependsOn,
  }));
  app.progress.emit({ type: 'plan-recorded', summary, tasks: all });
  return tasks;
};

/** The tasks of the run, by their slug. */
type Known = ReadonlyMap<string, Task>;

/** The id of each task, known or wanted, by its slug. */
const idsFor = async (
  app: Pick<App, 'store'>,
  existing: Known,
  wanted: readonly PlannedWork[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map([...existing].map(([slug, task]) => [slug, task.id]));
  for (const { slug } of wanted) {
    if (!ids.has(slug)) ids.set(slug, `T-${await app.store.nextNumber('task')}`);
  }
  return ids;
};

const orderOf = (
  run: Run,
  item: PlannedWork,
  { existing, ids, taken }: { existing: Known; ids: ReadonlyMap<string, string>; taken: Set<string> },
): TaskOrder => {
  const idOf = (slug: string): string => ids.get(slug) ?? slug;
  const name = freeName(item.slug, (candidate) => taken.has(candidate));
  taken.add(name);
  const dependsOn = item.dependsOn.map(slugOf);
  const unmerged = dependsOn
    .filter((slug) => existing.get(slug)?.state.status !== 'merged')
    .map((slug) => ({ task: idOf(slug), slug, standing: 'open' }) as const);
  return {
    ...item,
    id: idOf(item.slug),
    name,
    pipeline: item.pipeline ?? run.pipeline,
    origin: 'lead',
    dependsOn: dependsOn.map(idOf),
    unmerged,
  };
};

const recorded = (run: string, summary: string, fresh: readonly Task[], at: number): Change => {
  const data = { summary, tasks: fresh.map(({ id, slug, dependsOn }) => ({ id, slug, dependsOn })) };
  return { type: 'append-journal', entry: { run, task: null, type: 'plan-recorded', data, at } };
};
