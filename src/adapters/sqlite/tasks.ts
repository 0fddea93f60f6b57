import { z } from 'zod';
import type { Task, TaskState } from '../../domain/task.ts';
import { TASK_KINDS } from '../../domain/task.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { countByStatus } from './counts.ts';
import { createDocuments } from './documents.ts';
import { verdictSchema } from './verdict-schema.ts';
import { saveVersion } from './versions.ts';
import { versionsSchema } from './versions-schema.ts';

/** The table `tasks`: what is asked of it, and what `commit` writes. Lists are in the order of insertion. */
export const createTasks = (connection: Connection) => {
  const documents = createDocuments(connection, 'tasks', taskSchema);
  const newestOfSlug = (slug: string, run: string | null): Task | null =>
    run === null
      ? documents.one('WHERE slug = ? ORDER BY seq DESC LIMIT 1', slug)
      : documents.one('WHERE slug = ? AND run = ? ORDER BY seq DESC LIMIT 1', slug, run);
  const queries: Store['tasks'] = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    find: (name, run) => connection.read(() => documents.one('WHERE id = ?', name) ?? newestOfSlug(name, run)),
    inRun: (run) => connection.read(() => documents.many('WHERE run = ? ORDER BY seq', run)),
    list: () => connection.read(() => documents.many('ORDER BY seq')),
    withStatus: (status) => connection.read(() => documents.many('WHERE status = ? ORDER BY seq', status)),
    countByStatus: () => connection.read(() => countByStatus(connection, 'tasks')),
    dependents: (task) =>
      connection.read(() =>
        documents.many('WHERE id IN (SELECT task FROM task_dependencies WHERE depends_on = ?) ORDER BY seq', task),
      ),
    due: () =>
      connection.read(() =>
        connection
          .statement<{ id: string; run: string }>('SELECT id, run FROM tasks WHERE due IS NOT NULL ORDER BY seq')
          .all(),
      ),
    namesInUse: () =>
      connection.read(() => {
        const rows = connection.statement<NamesRow>(NAMES_IN_USE).all();
        return new Set(rows.flatMap(({ slug, branch, worktree }) => [slug, branch, worktree]));
      }),
  };
  return {
    queries,
    insert: (task: Task) => documents.insert(task.id, task),
    save: (task: Task) => saveVersion(connection, 'tasks', task),
  };
};

interface NamesRow {
  readonly slug: string;
  readonly branch: string;
  readonly worktree: string;
}

// The condition is that of the index, which `isSettled` of the domain names in its own words; a test compares the two.
const NAMES_IN_USE = `SELECT slug, branch, worktree FROM tasks WHERE status NOT IN ('merged', 'skipped', 'cancelled')`;

const stateSchema = (): z.ZodType<TaskState> => {
  const reason = z.string();
  return z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('planned'), reason: z.string().exactOptional() }),
    z.strictObject({ status: z.literal('running'), job: z.string() }),
    z.strictObject({ status: z.literal('ready') }),
    z.strictObject({ status: z.literal('merged'), commit: z.string() }),
    z.strictObject({ status: z.literal('sent-back'), reason }),
    z.strictObject({ status: z.literal('failed'), reason }),
    z.strictObject({ status: z.literal('blocked'), reason, owner: z.string() }),
    // Not strict: older rows carry a `question`, which was never set.
    z.object({ status: z.literal('waiting'), reason, owner: z.string() }),
    z.strictObject({ status: z.literal('skipped'), reason }),
    z.strictObject({ status: z.literal('cancelled'), reason }),
  ]);
};

const taskSchema = (): z.ZodType<Task> =>
  z.strictObject({
    id: z.string(),
    run: z.string(),
    slug: z.string(),
    title: z.string(),
    prompt: z.string(),
    kind: z.enum(TASK_KINDS),
    pipeline: z.string(),
    drive: z.enum(['lead', 'engine']).default('lead'),
    dependsOn: z.array(z.string()),
    branch: z.string(),
    worktree: z.string(),
    materials: z.array(z.string()).default([]),
    base: z.string().nullable(),
    baseCommit: z.string().nullable(),
    head: z.string().nullable(),
    candidate: z.string().nullable(),
    stage: z.string(),
    state: stateSchema(),
    due: z.enum(['work', 'gates', 'merge']).nullable().default(null),
    activeJob: z.strictObject({ job: z.string(), role: z.string() }).nullable(),
    attempts: z.record(z.string(), z.number()),
    works: z
      .array(
        z.strictObject({
          stage: z.string(),
          role: z.string(),
          job: z.string(),
          from: z.string(),
          head: z.string(),
          candidate: z.string(),
        }),
      )
      .default([]),
    verdicts: z.array(verdictSchema()),
    rejections: z
      .array(
        z.strictObject({
          stage: z.string(),
          to: z.string().default(''),
          gate: z.string(),
          reason: z.string(),
          candidate: z.string(),
        }),
      )
      .default([]),
    feedback: z.array(z.string()),
    versions: versionsSchema().nullable().default(null),
    versionOf: z.strictObject({ task: z.string(), number: z.number(), of: z.number() }).nullable().default(null),
    createdAt: z.number(),
    version: z.number(),
  });
