import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import { WORKER_KINDS } from '../../domain/settings.ts';
import type { Store } from '../../ports/store.ts';
import { createQueue } from './claim.ts';
import type { Connection } from './connection.ts';
import { countByStatus } from './counts.ts';
import { createDocuments } from './documents.ts';
import { usageSchema } from './usage-schema.ts';
import { saveVersion } from './versions.ts';

/** The table `jobs`: what is asked of it, and what `commit` writes. Lists are in the order of insertion. */
export const createJobs = (connection: Connection) => {
  const documents = createDocuments(connection, 'jobs', jobSchema);
  const queries: Store['jobs'] = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    inRun: (run) => connection.read(() => documents.many('WHERE run = ? ORDER BY seq', run)),
    ofTask: (task) => connection.read(() => documents.many('WHERE task = ? ORDER BY seq', task)),
    withStatus: (status) => connection.read(() => documents.many('WHERE status = ? ORDER BY seq', status)),
    ...createQueue(connection, documents),
    countByStatus: () => connection.read(() => countByStatus(connection, 'jobs')),
  };
  return {
    queries,
    insert: (job: Job) => {
      connection.statement(INSERT).run(job.id, job.run, job.task, JSON.stringify(job));
    },
    save: (job: Job) => saveVersion(connection, 'jobs', job),
  };
};

const INSERT = 'INSERT INTO jobs (id, run, task, body) VALUES (?, ?, ?, ?)';

/** The words that a job of either kind may be described by. */
export const jobStatus = () =>
  z.enum(['queued', 'running', 'succeeded', 'failed', 'blocked', 'timed-out', 'cancelled']);

const jobSchema = (): z.ZodType<Job> =>
  z.strictObject({
    id: z.string(),
    run: z.string(),
    queue: z.string(),
    priority: z.number(),
    availableAt: z.number().nullable(),
    project: z.string(),
    task: z.string(),
    role: z.string(),
    worker: z.enum(WORKER_KINDS).nullable().default(null),
    instructions: z.string(),
    status: jobStatus(),
    claimedBy: z.string().nullable(),
    interruptions: z.number(),
    deferrals: z.number(),
    waitsFor: z.string().nullable(),
    exitCode: z.number().nullable(),
    summary: z.string(),
    log: z.string(),
    usage: usageSchema(),
    createdAt: z.number(),
    startedAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    version: z.number(),
  });
