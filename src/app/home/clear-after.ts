import { isStoreFailure } from '../../domain/errors.ts';
import { type Job, SURVIVED_CRASHES } from '../../domain/job.ts';
import type { MainMove } from '../../domain/journal.ts';
import type { Orchestrator } from '../../domain/orchestrator.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { ProcessIdentity } from '../../ports/processes.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { takeBackCommandJob } from '../command-jobs/take-back.ts';
import { endJob } from '../jobs/end-job.ts';
import { putBack } from '../jobs/give-up-job.ts';
import { interruptJob } from '../jobs/interrupt-job.ts';
import { finishMoves } from '../merge/move-main.ts';
import { checkoutOf } from '../repositories/checkout-of.ts';
import { listRepositories } from '../repositories/list-repositories.ts';
import { loadRun } from '../runs/save-run.ts';
import { settleMissed } from '../tasks/settle-missed.ts';
import { entriesLease } from '../worktrees/worktree-path.ts';
import { isAbandoned } from './marker.ts';

/** The work of orphans is done anew in any case; they need not be waited for as long as others. */
const ORPHAN_GRACE_MS = 5_000;

/**
 * Puts right what processes left that are no longer at work (INV-7, INV-8): ends them, if they hang, and their children, mends
 * git's own leftovers, finishes or undoes their moves of main, puts their jobs back into the queue, and at last forgets them, which
 * frees their leases. Until then those keep everybody else away from what they were at. It can be cut off anywhere and repeated.
 * @param gone dead or hung; never this process
 * @param self `starting`: what this process seems to be at was left by an earlier attempt of its own
 * @returns what was found and done
 */
export const clearAfter = async (
  app: App,
  gone: readonly Orchestrator[],
  self: 'working' | 'starting',
): Promise<readonly string[]> => {
  const notices = await endProcesses(app, gone);
  // Read before the list of the living: whoever joins meanwhile and begins something is not taken for dead.
  const [running, runningCommands, moves] = await Promise.all([
    app.store.jobs.withStatus('running'),
    app.store.commandJobs.withStatus('running'),
    app.store.moves.unfinished(),
  ]);
  const living = new Set((await app.store.orchestrators.list()).map(({ id }) => id));
  for (const { id } of gone) living.delete(id);
  if (self === 'starting') living.delete(app.presence.id);
  const jobs = running.filter(({ claimedBy }) => claimedBy === null || !living.has(claimedBy));
  const commands = runningCommands.filter(({ claimedBy }) => claimedBy === null || !living.has(claimedBy));

  const abandoned = moves.filter(({ by }) => !living.has(by));
  for (const repository of await repositoriesOf(app, jobs, abandoned))
    notices.push(...(await repair(app, repository, gone)));
  for (const move of abandoned) notices.push(...(await finishMove(app, move)));
  for (const job of jobs) notices.push(await takeBack(app, job));
  for (const job of commands) notices.push(await takeBackCommandJob(app, job));
  await settleMissed(app);
  for (const { id } of gone) await app.store.orchestrators.remove(id);
  return notices;
};

/** A process that has another name by now, and is well under it, is not ended, nor are its children. */
const endProcesses = async (app: App, gone: readonly Orchestrator[]): Promise<string[]> => {
  const rows = await app.store.orchestrators.list();
  const others = [app.processes.self(), ...rows.filter((row) => !gone.some(({ id }) => id === row.id))];
  const hung = gone.filter((row) => app.processes.isAlive(row) && !others.some((other) => isSame(row, other)));
  const graceMs = Math.min(app.settings.limits.killGraceMs, ORPHAN_GRACE_MS);
  const notices: string[] = [];
  for (const { pid, startTime } of hung) {
    await app.processes.endIdentity({ pid, startTime }, graceMs);
    notices.push(`process ${pid} was ended: it was silent for too long`);
  }
  const ended = await app.processes.endMarked(isAbandoned(app, hung), graceMs);
  if (ended > 0) notices.push(`${ended} ${ended === 1 ? 'process' : 'processes'} of a dead run ended`);
  return notices;
};

const isSame = (a: ProcessIdentity, b: ProcessIdentity): boolean => a.pid === b.pid && a.startTime === b.startTime;

/** The main checkouts of everything that may have been worked in: a git that was killed leaves its locks wherever it was. */
const repositoriesOf = async (
  app: App,
  jobs: readonly Job[],
  moves: readonly MainMove[],
): Promise<ReadonlySet<string>> => {
  const runs = await Promise.all(moves.map(({ run }) => app.store.runs.get(run)));
  const places = (await listRepositories(app)).flatMap(({ project: { path } }) => (path === null ? [] : [path]));
  const registered = await Promise.all(
    places.map(async (path) => checkoutOf(app.files, await app.files.realPath(path))),
  );
  const present = await Promise.all(registered.map((path) => app.files.exists(`${path}/.git`)));
  return new Set([
    app.settings.layout.mainPath,
    ...jobs.map(({ project }) => project),
    ...runs.flatMap((run) => (run === null ? [] : [run.mainPath])),
    ...registered.filter((_, index) => present[index]),
  ]);
};

/** What cannot be finished now is tried again by the next one that starts. */
const finishMove = async (app: App, move: MainMove): Promise<readonly string[]> => {
  try {
    return await finishMoves(await app.appOf(await loadRun(app, move.run)), [move]);
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    app.log.error({ err: error, run: move.run, task: move.task }, 'a merge could not be finished after a crash');
    return [
      `the merge of ${move.task} could not be finished: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
};

/** A repository that is gone or broken keeps nobody from the others. */
const repair = async (app: App, repository: string, gone: readonly Orchestrator[]): Promise<readonly string[]> => {
  const name = entriesLease(repository);
  const holder = (await app.store.leases.get(name))?.orchestrator;
  const isHeldByGone = gone.some(({ id }) => id === holder);
  const mend = () => app.git.repair(repository);
  try {
    const repaired = await (isHeldByGone ? mend() : app.leases.hold(name, 'repair', mend));
    return repaired.length === 0 ? [] : [`left by a killed git and repaired: ${repaired.join(', ')}`];
  } catch (error) {
    app.log.error({ err: error, repository }, 'a repository could not be looked at after a crash');
    return [`${repository} could not be looked at: ${error instanceof Error ? error.message : String(error)}`];
  }
};

const takeBack = async (app: App, job: Job): Promise<string> => {
  try {
    return await giveBack(await appOfRun(app, job.run), job);
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    app.log.error({ err: error, job: job.id }, 'the task of a job that was cut off cannot be told of it');
    await putBack(app, job);
    return `${job.id} (${job.role} on ${job.task}) was cut off and is back in the queue`;
  }
};

const giveBack = async (app: App, job: Job): Promise<string> => {
  if (job.interruptions >= SURVIVED_CRASHES) {
    const summary = 'A second crash hit this job: it is not run again.';
    await endJob(app, job, { status: 'failed', summary, exitCode: null, usage: NO_USAGE });
    return `${job.id} failed: ${summary}`;
  }
  await interruptJob(app, job, 'The orchestrator was killed while this was under way.', job.interruptions + 1);
  return `${job.id} (${job.role} on ${job.task}) was cut off and runs once more`;
};
