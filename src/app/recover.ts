import { isActive } from '../domain/job.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { dependencyOf, unmergedOf } from './dependencies-of.ts';
import { isOfDeadRun } from './marker.ts';
import { finishMoves } from './move-main.ts';
import { endJob, interruptJob } from './run-job.ts';

/** How often a crash may hit one job before it counts as failed: whatever kills us every time is not run for ever. */
const SURVIVED_CRASHES = 1;

/**
 * Puts right what a crash left (INV-7, INV-8): ends its processes, mends git's own leftovers, finishes or undoes the move of
 * main, and puts jobs that were running back into the queue. Doing it twice does nothing more.
 * @returns what was found and done, for the report
 */
export const recover = async (app: App): Promise<readonly string[]> => {
  const notices: string[] = [];
  const ended = await app.processes.endMarked(isOfDeadRun(app), app.settings.limits.killGraceMs);
  if (ended > 0) notices.push(`${ended} ${ended === 1 ? 'process' : 'processes'} of a dead run ended`);
  const repaired = await app.git.repair(app.settings.layout.mainPath);
  if (repaired.length > 0) notices.push(`left by a killed git and repaired: ${repaired.join(', ')}`);
  notices.push(...(await finishMoves(app)));
  notices.push(...(await requeueInterrupted(app)));
  await settleAgain(app);
  return notices;
};

const requeueInterrupted = async (app: App): Promise<readonly string[]> => {
  const notices: string[] = [];
  for (const job of await app.store.jobs.withStatus('running')) {
    if (job.interruptions >= SURVIVED_CRASHES) {
      const summary = 'A second crash hit this job: it is not run again.';
      await endJob(app, job, { status: 'failed', summary, exitCode: null, usage: NO_USAGE });
      notices.push(`${job.id} failed: ${summary}`);
    } else {
      await interruptJob(app, job, 'The orchestrator was killed while this was under way.', job.interruptions + 1);
      notices.push(`${job.id} (${job.role} on ${job.task}) was cut off and runs once more`);
    }
  }
  return notices;
};

/** A crash may have come between a task's end and what its dependents were told of it. */
const settleAgain = async (app: App): Promise<void> => {
  for (const task of await app.store.tasks.list()) {
    const dependency = dependencyOf(task);
    if (dependency.standing === 'open') continue;
    for (const dependent of await app.store.tasks.dependents(task.id)) {
      if (!(await missedTheNews(app, dependent, dependency.standing))) continue;
      const unmerged = await unmergedOf(app.store, dependent);
      await applyTransition(app, dependent.id, { type: 'dependency-settled', dependency, unmerged });
    }
  }
};

const missedTheNews = async (app: App, dependent: Task, standing: 'merged' | 'lost'): Promise<boolean> => {
  if (standing === 'lost') return dependent.state.status === 'planned';
  const job = dependent.activeJob === null ? null : await app.store.jobs.get(dependent.activeJob.job);
  return job !== null && isActive(job.status) && job.waitsFor !== null;
};
