import { z } from 'zod';
import type { CommandJob } from '../../domain/command-job/command-job.ts';
import type { CommandClaimOrder, CommandJobRows } from '../../ports/command-jobs.ts';
import { countRunning } from './claim.ts';
import type { Connection } from './connection.ts';
import { countByStatus } from './counts.ts';
import { createDocuments } from './documents.ts';
import { jobStatus } from './jobs.ts';
import { assertRegistered } from './orchestrators.ts';
import { saveVersion } from './versions.ts';

/** The table `command_jobs`: what is asked of it, and what `commit` writes. */
export const createCommandJobs = (connection: Connection) => {
  const documents = createDocuments(connection, 'command_jobs', commandJobSchema);

  const claimNext = ({ by, maxRunning }: CommandClaimOrder): CommandJob | null => {
    if (maxRunning !== null && countRunning(connection) >= maxRunning) return null;
    const job = documents.one(NEXT);
    if (job === null) return null;
    const claimed: CommandJob = { ...job, status: 'running', claimedBy: by };
    saveVersion(connection, 'command_jobs', claimed);
    return { ...claimed, version: job.version + 1 };
  };

  const queries: CommandJobRows = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    list: () => connection.read(() => documents.many('ORDER BY seq')),
    withStatus: (status) => connection.read(() => documents.many('WHERE status = ? ORDER BY seq', status)),
    countByStatus: () => connection.read(() => countByStatus(connection, 'command_jobs')),
    claim: async (order, most) => {
      // Most looks find nothing: those take no lock from the ones who write.
      if (!(await connection.read(() => documents.one(NEXT) !== null))) return [];
      return connection.write(() => {
        assertRegistered(connection, order.by);
        const claimed: CommandJob[] = [];
        while (claimed.length < most) {
          const job = claimNext(order);
          if (job === null) break;
          claimed.push(job);
        }
        return claimed;
      });
    },
  };
  return {
    queries,
    insert: (job: CommandJob) => documents.insert(job.id, job),
    save: (job: CommandJob) => saveVersion(connection, 'command_jobs', job),
  };
};

const NEXT = `
  INDEXED BY command_jobs_queued WHERE status = 'queued'
  AND path NOT IN (SELECT path FROM command_jobs WHERE status = 'running') ORDER BY seq LIMIT 1`;

const commandJobSchema = (): z.ZodType<CommandJob> =>
  z.strictObject({
    id: z.string(),
    repo: z.string(),
    path: z.string(),
    command: z.array(z.string()),
    maxIterations: z.number(),
    completionKeyword: z.string(),
    blockerKeyword: z.string(),
    protectsTests: z.boolean(),
    timeoutMs: z.number(),
    status: jobStatus(),
    reason: z.string().nullable(),
    iterations: z.array(
      z.strictObject({
        index: z.number(),
        startedAt: z.number(),
        endedAt: z.number(),
        exitCode: z.number().nullable(),
        keyword: z.boolean(),
        blocker: z.string().nullable(),
      }),
    ),
    before: z
      .strictObject({ head: z.string().nullable(), dirty: z.record(z.string(), z.number().nullable()) })
      .nullable(),
    claimedBy: z.string().nullable(),
    interruptions: z.number(),
    followUp: z.string().nullable(),
    createdAt: z.number(),
    startedAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    version: z.number(),
  });
