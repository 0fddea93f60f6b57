import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import { hardDenial } from '../../guard/hard-denials.ts';
import type { App } from '../app.ts';
import { checkoutOf } from '../repositories/checkout-of.ts';
import { findRepository } from '../repositories/find-repository.ts';
import { writeArtifacts } from './artifacts.ts';

type Needs = Pick<App, 'settings' | 'store' | 'git' | 'files' | 'clock'>;

/** A command as a person orders it; null leaves the choice to the defaults. */
export interface CommandOrder {
  /** Id of a registered repository. */
  readonly repo: string;
  readonly command: readonly string[];
  readonly maxIterations: number | null;
  readonly completionKeyword: string | null;
  readonly blockerKeyword: string | null;
  /** True: also where the setting lets executors edit tests. */
  readonly protectsTests: boolean;
  /** Seconds of one iteration. */
  readonly timeout: number | null;
}

const DEFAULTS = { maxIterations: 1, completionKeyword: 'COMPLETED', blockerKeyword: 'BLOCKER' } as const;

/**
 * Queues a command for a registered repository; any worker of the home runs it, as it was written but for what nobody may (INV-6).
 * Rejects before any effect: `unknown-repository`, `not-a-repository`, and `usage` for an order that cannot be carried out.
 */
export const createCommandJob = async (app: Needs, order: CommandOrder): Promise<CommandJob> => {
  const maxIterations = order.maxIterations ?? DEFAULTS.maxIterations;
  const completionKeyword = order.completionKeyword ?? DEFAULTS.completionKeyword;
  const blockerKeyword = order.blockerKeyword ?? DEFAULTS.blockerKeyword;
  refuseCommand(order.command);
  refuseKeywords(completionKeyword, blockerKeyword);
  if (!Number.isInteger(maxIterations) || maxIterations < 1)
    throw refused(`a job runs at least once, not ${maxIterations} times`, 'Give --max-iters a whole number from 1.');
  const project = await findRepository(app, order.repo);
  if (project.path === null)
    throw refused(`where ${project.repo} lies on this machine is not known`, 'Name its `path` in the registry.');
  const path = await checkoutOf(app.files, await app.files.realPath(project.path));
  await assertRepository(app, path);
  const { limits, jobs } = app.settings;
  const job: CommandJob = {
    id: `J-${await app.store.nextNumber('job')}`,
    repo: project.repo,
    path,
    command: order.command,
    maxIterations,
    completionKeyword,
    blockerKeyword,
    protectsTests: order.protectsTests || !jobs.executorMayEditTests,
    timeoutMs: order.timeout === null ? limits.workerTimeoutMs : Math.round(order.timeout * 1000),
    status: 'queued',
    reason: null,
    iterations: [],
    before: null,
    claimedBy: null,
    interruptions: 0,
    followUp: null,
    createdAt: app.clock.now(),
    startedAt: null,
    endedAt: null,
    version: 0,
  };
  await writeArtifacts(app, job);
  await app.store.commit([{ type: 'insert-command-job', job }]);
  return job;
};

const assertRepository = async ({ files, git }: Needs, path: string): Promise<void> => {
  if (!(await files.isDirectory(path)))
    throw new OrchestratorError('not-a-repository', `${path} is not there.`, 'See `orchestrator repo check`.');
  await git.inspect(path);
};

const refused = (what: string, next: string): OrchestratorError =>
  new OrchestratorError('usage', `No job was made: ${what.replace(/\.$/, '')}.`, next);

const refuseCommand = (command: readonly string[]): void => {
  if ((command[0] ?? '').trim() === '')
    throw refused('there is no command', 'Everything after `--` is the command: `-- npm test`.');
  if (command.some((word) => word.includes('\0'))) throw refused('a word of the command holds a NUL', 'Take it out.');
  const denial = hardDenial(command);
  if (denial !== null)
    throw refused(`the command is refused (${denial.rule}): ${denial.reason}`, 'Take that out of the command.');
};

const refuseKeywords = (completion: string, blocker: string): void => {
  for (const keyword of [completion, blocker]) {
    if (keyword === '' || keyword !== keyword.trim() || keyword.includes('\n'))
      throw refused(
        `"${keyword}" is no line of its own`,
        'Give the keyword on one line, without white space around it.',
      );
  }
  if (completion === blocker)
    throw refused(`both keywords are ${completion}`, 'Give the completion and the blocker words of their own.');
};
