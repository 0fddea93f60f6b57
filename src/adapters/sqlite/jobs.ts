import { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Job, JobStatus } from '../../domain/job.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments, parseBody } from './documents.ts';
import { usageSchema } from './usage-schema.ts';

/** The table `jobs`: what is asked of it, and what `commit` writes. Lists are in the order of insertion. */
export const createJobs = (connection: Connection) => {
  const documents = createDocuments(connection, 'jobs', jobSchema);
  const queries: Store['jobs'] = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    inRun: (run) => connection.read(() => documents.many('WHERE run = ? ORDER BY seq', run)),
    ofTask: (task) => connection.read(() => documents.many('WHERE task = ? ORDER BY seq', task)),
    withStatus: (status) => connection.read(() => documents.many('WHERE status = ? ORDER BY seq', status)),
    claim: (run, at) =>
      connection.write(() => {
        const row = connection.statement<ClaimedRow>(CLAIM).get(at, run);
        return row === undefined ? null : parseBody('jobs', row.id, jobSchema, row.body);
      }),
    countByStatus: () =>
      connection.read(() => {
        const rows = connection.statement<CountRow>('SELECT status, count(*) AS count FROM jobs GROUP BY status').all();
        return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      }),
  };
  return {
    queries,
    insert: (job: Job) => documents.insert(job.id, job),
    /** Throws `state-conflict` when the job was never stored. */
    save: (job: Job) => {
      if (documents.replace(job.id, job)) return;
      throw new OrchestratorError(
        'state-conflict',
        `The job ${job.id} is not stored.`,
        'Read the state again and decide anew.',
      );
    },
  };
};

interface ClaimedRow {
  readonly id: string;
  readonly body: string;
}

interface CountRow {
  readonly status: JobStatus;
  readonly count: number;
}

// better-sqlite3 binds every number as a float; without the cast the time would be stored as one.
const CLAIM = `
  UPDATE jobs SET body = json_set(body, '$.status', 'running', '$.startedAt', CAST(? AS INTEGER))
  WHERE seq = (SELECT seq FROM jobs WHERE run = ? AND status = 'queued' AND waits_for IS NULL ORDER BY seq LIMIT 1)
  RETURNING id, body`;

const jobSchema: z.ZodType<Job> = z.strictObject({
  id: z.string(),
  run: z.string(),
  task: z.string(),
  role: z.string(),
  instructions: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'blocked', 'timed-out', 'cancelled']),
  interruptions: z.number(),
  waitsFor: z.string().nullable(),
  exitCode: z.number().nullable(),
  summary: z.string(),
  log: z.string(),
  usage: usageSchema,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
