import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { shellLine } from '../../domain/text/shell-line.ts';
import { findingsOf, type Leftovers } from '../../domain/worker/leftovers.ts';
import type { App } from '../app.ts';
import { findRepository } from '../repositories/find-repository.ts';
import type { FollowUp } from '../tasks/record-follow-up.ts';

/** The one task that looks after what a job left behind (KB-22, KB-27). Rejects with `unknown-repository`. */
export const followUpOf = async (
  app: Pick<App, 'settings' | 'store'>,
  job: CommandJob,
  leftovers: Leftovers,
): Promise<FollowUp> => ({
  project: await findRepository(app, job.repo),
  mainPath: job.path,
  cause: `left behind by the job ${job.id}: ${findingsOf(leftovers).join('; ')}`,
  ...describe(job, leftovers),
});

const describe = (job: CommandJob, { dirty, tests }: Leftovers): Pick<FollowUp, 'title' | 'kind' | 'prompt'> => {
  const list = (names: readonly string[]): string => names.map((name) => `- ${name}`).join('\n');
  const place = `The job ${job.id} ran in ${job.path}: ${shellLine(job.command)}`;
  const left = `It left files there that are neither committed nor ignored. Nothing was deleted. Commit each, or have git ignore it:\n${list(dirty)}`;
  if (tests.length === 0)
    return { title: `Clean up after job ${job.id}`, kind: 'chore', prompt: `${place}\n\n${left}` };
  const from = job.before?.head ?? null;
  const changed = [
    'It changed tests, which the executor may not. Look at each change: keep it as a change of the tests on its own, or take it back.',
    ...(from === null ? [] : [`The repository was at ${from} before.`]),
    list(tests),
  ].join('\n');
  return {
    title: `Settle the test changes of job ${job.id}`,
    kind: 'tests',
    prompt: [place, changed, ...(dirty.length === 0 ? [] : [left])].join('\n\n'),
  };
};
