import { z } from 'zod';
import type { Run } from '../../domain/run.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';
import { usageSchema } from './usage-schema.ts';
import { saveVersion } from './versions.ts';

/** The table `runs`: what is asked of it, and what `commit` writes. */
export const createRuns = (connection: Connection) => {
  const documents = createDocuments(connection, 'runs', runSchema);
  const queries: Store['runs'] = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    list: () => connection.read(() => documents.many('ORDER BY seq DESC')),
    newestUnfinished: () =>
      connection.read(() =>
        // A plan goes on with its last run and no other.
        documents.one(
          `WHERE status IN ('running', 'waiting', 'stopped') AND coalesce(body ->> '$.kind', 'lead') <> 'task'
             AND NOT EXISTS (SELECT 1 FROM runs AS later
               WHERE later.body ->> '$.plan.file' = runs.body ->> '$.plan.file' AND later.seq > runs.seq
                 AND later.body ->> '$.mainPath' = runs.body ->> '$.mainPath')
           ORDER BY seq DESC LIMIT 1`,
        ),
      ),
    tasksNotDone: () =>
      connection.read(() =>
        documents.many(`INDEXED BY runs_not_done WHERE status <> 'done' AND body ->> '$.kind' = 'task' ORDER BY seq`),
      ),
    newestOfPlan: (file, mainPath) =>
      connection.read(() =>
        documents.one(
          `INDEXED BY runs_of_plan WHERE body ->> '$.plan.file' = ? AND body ->> '$.mainPath' = ? ORDER BY seq DESC LIMIT 1`,
          file,
          mainPath,
        ),
      ),
  };
  return {
    queries,
    insert: (run: Run) => documents.insert(run.id, run),
    save: (run: Run) => saveVersion(connection, 'runs', run),
  };
};

const runSchema = (): z.ZodType<Run> =>
  z.strictObject({
    id: z.string(),
    kind: z.enum(['lead', 'task', 'plan']).default('lead'),
    project: z.string().nullable().default(null),
    plan: z
      .strictObject({ file: z.string(), output: z.string().nullable(), delivers: z.boolean() })
      .nullable()
      .default(null),
    goal: z.string(),
    status: z.enum(['running', 'done', 'failed', 'blocked', 'waiting', 'stopped']),
    mainPath: z.string(),
    mainBranch: z.string(),
    baseRef: z.string(),
    mainHead: z.string(),
    startHead: z.string(),
    pipeline: z.string(),
    worker: z.string(),
    delivery: z.enum(['local-merge', 'patch-only']),
    summary: z.string(),
    usage: usageSchema(),
    turns: z.number(),
    toolCalls: z.number(),
    createdAt: z.number(),
    endedAt: z.number().nullable(),
    version: z.number(),
  });
