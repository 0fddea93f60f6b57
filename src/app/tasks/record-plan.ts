import { OrchestratorError } from '../../domain/errors.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import { printableLine } from '../../domain/text/printable.ts';
import { freeName, slugOf } from '../../domain/text/slug.ts';
import { runOver } from '../../gates/run-over.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { inputsFixed } from '../run-document/fixed-inputs.ts';
import { loadRun } from '../runs/save-run.ts';
import { entryRefusal } from './entry-refusal.ts';
import { withFreeNames } from './names-in-use.ts';
import { newTask } from './new-task.ts';
import { pipelineOf } from './pipeline-of.ts';

export interface PlannedWork {
  readonly slug: string;
  readonly title: string;
  readonly prompt: string;
  readonly kind: TaskKind;
  /** Slugs of tasks of this plan or of earlier ones of the run. */
  readonly dependsOn: readonly string[];
  readonly pipeline: string | null;
  readonly base: string | null;
}

/** It begins commit messages. */
const LONGEST_TITLE = 200;

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
  const existing = new Map((await app.store.tasks.inRun(runId)).map((task) => [task.slug, task]));
  const wanted = work.map((item) => ({ ...item, slug: slugOf(item.slug), title: printableLine(item.title) }));
  checkPlan(app, run.pipeline, wanted, existing);

  const ids = new Map([...existing].map(([slug, task]) => [slug, task.id]));
  for (const { slug } of wanted) {
    if (!ids.has(slug)) ids.set(slug, `T-${await app.store.nextNumber('task')}`);
  }
  const isTold = wanted.some(({ pipeline }) => app.pipelines.get(pipeline ?? run.pipeline)?.shared.length);
  const checks = isTold ? await findChecks(app, run.mainPath, run.mainHead) : [];
  const idOf = (slug: string): string => ids.get(slug) ?? slug;
  const tasks = await withFreeNames(app, run, async (taken) => {
    const planned = wanted.map((item) => {
      const known = existing.get(item.slug);
      if (known !== undefined) return known;
      const name = freeName(item.slug, (candidate) => taken.has(candidate));
      taken.add(name);
      const dependsOn = item.dependsOn.map(slugOf);
      const unmerged = dependsOn
        .filter((slug) => existing.get(slug)?.state.status !== 'merged')
        .map((slug) => ({ task: idOf(slug), slug, standing: 'open' }) as const);
      return newTask(app, run, {
        ...item,
        id: idOf(item.slug),
        name,
        pipeline: item.pipeline ?? run.pipeline,
        origin: 'lead',
        dependsOn: dependsOn.map(idOf),
        unmerged,
      });
    });
    const fresh = planned.filter((task) => !existing.has(task.slug));
    await app.store.commit([
      ...fresh.map((task) => ({ type: 'insert-task', task }) as const),
      ...fresh.flatMap((task) => inputsFixed(app, pipelineOf(app, task), task, { cwd: run.mainPath, checks })),
      {
        type: 'append-journal',
        entry: {
          run: runId,
          task: null,
          type: 'plan-recorded',
          data: { summary, tasks: fresh.map(({ id, slug, dependsOn }) => ({ id, slug, dependsOn })) },
          at: app.clock.now(),
        },
      },
    ]);
    return planned;
  });
  app.progress.emit({
    type: 'plan-recorded',
    summary,
    tasks: (await app.store.tasks.inRun(runId)).map(({ id, slug, title, dependsOn }) => ({
      id,
      slug,
      title,
      dependsOn,
    })),
  });
  return tasks;
};

const checkPlan = (
  app: App,
  usual: string,
  work: readonly PlannedWork[],
  existing: ReadonlyMap<string, Task>,
): void => {
  const slugs = new Set(work.map((item) => item.slug));
  if (slugs.size < work.length)
    throw wrong('two tasks of the plan have the same slug', 'Give each task a slug of its own.');
  for (const item of work) {
    if (item.title === '' || item.title.length > LONGEST_TITLE) {
      throw wrong(
        `the title of ${item.slug} has ${item.title.length} characters`,
        `Give it a title of 1 to ${LONGEST_TITLE} characters on one line; what else is to be said belongs in its prompt.`,
      );
    }
    const unknown = item.dependsOn.map(slugOf).find((slug) => !slugs.has(slug) && !existing.has(slug));
    if (unknown !== undefined)
      throw wrong(
        `${item.slug} depends on "${unknown}", which is in no plan`,
        'Name a slug of this plan or of an earlier one.',
      );
    if (item.pipeline !== null && !app.pipelines.has(item.pipeline)) {
      throw wrong(`there is no pipeline "${item.pipeline}"`, `Known: ${[...app.pipelines.keys()].join(', ')}.`);
    }
    if (beginsAfterRuns(app, item.pipeline ?? usual))
      throw wrong(
        `${item.slug} follows ${item.pipeline ?? usual}, which begins when no main run is on: this one would wait for itself`,
        'Leave it out; a person orders it with `orchestrator task create`.',
      );
    const refusal = existing.has(item.slug) ? null : entryRefusal(app, { ...item, pipeline: item.pipeline ?? usual });
    if (refusal !== null)
      throw wrong(`the entry gate refuses ${item.slug}: ${refusal}`, 'Mend that and record the plan again.');
  }
  const circle = findCircle(new Map(work.map((item) => [item.slug, item.dependsOn.map(slugOf)])));
  if (circle !== null)
    throw wrong(`the plan goes round in a circle: ${circle.join(' → ')}`, 'Take out one of these dependencies.');
};

const beginsAfterRuns = ({ pipelines }: Pick<App, 'pipelines'>, name: string): boolean =>
  pipelines.get(name)?.stages.some(({ gates }) => gates.includes(runOver.name)) === true;

const wrong = (message: string, next: string): OrchestratorError => new OrchestratorError('usage', message, next);

/** A circle among dependencies as a path that ends where it begins; null when there is none. */
const findCircle = (dependencies: ReadonlyMap<string, readonly string[]>): readonly string[] | null => {
  const finished = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | null => {
    if (finished.has(node)) return null;
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    for (const next of dependencies.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== null) return circle;
    }
    finished.add(node);
    return null;
  };
  for (const node of dependencies.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
};
