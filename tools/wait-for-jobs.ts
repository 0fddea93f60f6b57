import { z } from 'zod';
import { waitForJobs as wait } from '../src/app/jobs/wait-for-jobs.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';

const DEFAULT_SECONDS = 1_800;
const MOST_SECONDS = 24 * 3_600;

const parameters = z.strictObject({
  jobs: z.array(z.string()).nullish().describe('Ids of jobs; leave it out for all of this run.'),
  timeout_seconds: z
    .number()
    .min(0)
    .max(MOST_SECONDS)
    .nullish()
    .describe(`How long to wait at most; ${DEFAULT_SECONDS} when left out. 0 looks and returns at once.`),
});

/** Waits until one of the jobs has ended and says how all of them stand. */
export const waitForJobs = defineTool({
  name: 'wait_for_jobs',
  description:
    'Waits until one of the jobs ends and returns how all of them stand. Returns at once when one has ended that you were not told of, and when none can end before somebody acts. A queued job says what it waits for; `waiting` names tasks that stand still, with who can move them on.',
  parameters,
  order: () => 'everything',
  run: async ({ app, scope, pump, told }, input) => {
    const { jobs, standing } = await wait(app, pump, {
      run: scope.run,
      names: input.jobs ?? null,
      timeoutMs: (input.timeout_seconds ?? DEFAULT_SECONDS) * 1_000,
      signal: scope.signal,
      told,
    });
    return {
      jobs: jobs.map((job) => ({
        job: job.id,
        task: job.task,
        role: job.role,
        status: job.status,
        exit_code: job.exitCode,
        summary: job.summary,
        log: job.log,
        ...(job.waitsFor === null ? {} : { waits_for: job.waitsFor }),
      })),
      ...(standing.length === 0 ? {} : { waiting: standing }),
    };
  },
  rehearse: 'as-always',
});
