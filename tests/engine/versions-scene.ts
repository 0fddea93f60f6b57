import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../src/domain/task-event.ts';
import { versionsWanted } from '../../src/domain/version.ts';
import { decide } from '../../src/engine/decide.ts';
import { newVersion } from '../../src/engine/version-life.ts';
import { createTask } from '../helpers/store.ts';
import { PIPELINES } from './delivery-scene.ts';

const subtask = PIPELINES.get('subtask');
if (subtask === undefined) throw new Error('there is no subtask');

/** The pipeline of a main job as it is delivered: development is done in versions. */
export const SUBTASK: Pipeline = subtask;

/** With a reviewer whose reports are brought together. */
export const REVIEWED: Pipeline = {
  ...SUBTASK,
  workItem: 'docs/work-items/{{task_id}}',
  records: ['docs/work-items/{{task_id}}/12-review.md'],
  stages: SUBTASK.stages.flatMap((stage) => {
    const once = { ...stage, versions: null };
    if (stage.name !== 'checks') return [once];
    const review = {
      ...{ ...once, name: 'review', role: 'reviewer', gates: ['review-verdict'] },
      ...{ versions: 'aggregate' as const, writes: ['docs/work-items/{{task_id}}/12-review.md'] },
    };
    return [once, review];
  }),
};

/** A person's task in three versions that is due to begin. */
export const ordered = (overrides: Partial<Task> = {}): Task =>
  createTask({
    ...{ id: 'T-1', slug: 'logo', drive: 'engine', stage: 'development', due: 'work', versions: versionsWanted(3) },
    ...overrides,
  });

export const begun = (first = 1, count = 3, base = 'base'): Extract<TaskEvent, { type: 'versions-begun' }> => ({
  type: 'versions-begun',
  versions: Array.from({ length: count }, (_, index) => ({
    number: first + index,
    task: `T-1-v${first + index}`,
    base,
  })),
});

export const ended = (number: number, isReady = true, reason = isReady ? 'ready' : 'failed: why'): TaskEvent => ({
  type: 'version-ended',
  number,
  end: { isReady, reason },
});

/** The task after events that must all be accepted. */
export const replay = (pipeline: Pipeline, task: Task, ...events: readonly TaskEvent[]): Task =>
  events.reduce((present, event) => taken(pipeline, present, event).task, task);

export const taken = (
  pipeline: Pipeline,
  task: Task,
  event: TaskEvent,
): { readonly task: Task; readonly commands: readonly EngineCommand[] } => {
  const decision = decide(pipeline, task, event);
  if (!decision.accepted) throw new Error(`${event.type} was refused: ${decision.reason}`);
  return decision;
};

export const refusal = (pipeline: Pipeline, task: Task, event: TaskEvent): string => {
  const decision = decide(pipeline, task, event);
  return decision.accepted ? 'accepted' : decision.reason;
};

/** A version of a task at its beginning. */
export const versionOf = (pipeline: Pipeline, original: Task, number: number, base = 'base'): Task => {
  const stage = pipeline.stages.find(({ name }) => name === original.stage);
  if (stage === undefined) throw new Error(`there is no ${original.stage}`);
  const name = `logo-v${number}`;
  return newVersion(pipeline, original, stage, { number, task: `T-1-v${number}`, base, name, at: 1, of: 3 });
};

/** The role has worked on a version and left a tree; its gates are due. */
export const worked = (pipeline: Pipeline, version: Task, tree: string): Task => {
  const role = pipeline.stages.find(({ name }) => name === version.stage)?.role ?? '';
  const job = `J-${version.id}`;
  return replay(
    pipeline,
    version,
    { type: 'job-requested', job, role, instructions: '', unmerged: [] },
    { type: 'job-started', job },
    {
      ...{ type: 'job-ended', job, status: 'succeeded', reason: '' },
      left: { from: 'base', head: `head-of-${tree}`, candidate: tree },
    },
  );
};

/** The gates of a task's stage pass for its candidate. */
export const passes = (pipeline: Pipeline, task: Task): TaskEvent => ({
  type: 'gates-answered',
  stage: task.stage,
  verdicts: (pipeline.stages.find(({ name }) => name === task.stage)?.gates ?? []).map((gate) => ({
    ...{ gate, outcome: 'pass', reason: 'fine', evidence: {}, candidate: task.candidate ?? '', at: 1 },
  })),
});

/** What a task takes over from one of its versions. */
export const takenFrom = (version: Task) => {
  const { branch, worktree, baseCommit, head, candidate, works, verdicts, attempts, rejections, feedback } = version;
  return { branch, worktree, baseCommit, head, candidate, works, verdicts, attempts, rejections, feedback };
};
