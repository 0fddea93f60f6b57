/**
 * One orchestrator process of a storm: takes jobs of the queue and does nothing in each but to say so, while it clears away what
 * others left that were killed. Ends by itself when no job is active any more.
 * Usage: storm-worker.ts <order as JSON>
 */
import { appendFileSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../../src/app/app.ts';
import { reap } from '../../../src/app/home/reap.ts';
import { endJob } from '../../../src/app/jobs/end-job.ts';
import { applyTransition } from '../../../src/app/tasks/apply-transition.ts';
import { worktreePath } from '../../../src/app/worktrees/worktree-path.ts';
import { buildApp } from '../../../src/composition/build-app.ts';
import { UNATTENDED } from '../../../src/composition/unattended.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Job } from '../../../src/domain/job.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { ROOT, STORM_QUEUE, type StormOrder } from './storm-order.ts';

const order: StormOrder = JSON.parse(process.argv[2] ?? '');

/** So many at once in one process: claims of the same process must not get in each other's way either. */
const AT_ONCE = 2;

const PAUSE_MS = 20;
const REAP_EVERY_MS = 250;

const say = (line: string): void => appendFileSync(order.ledger, `${line}\n`);

/** Marks something as under way; says so when a living process has the same mark. */
const mark = (app: App, name: string): (() => void) => {
  const file = join(order.marks, name);
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    if (app.processes.isAlive(holder)) say(`overlap ${name} ${holder.pid} ${process.pid}`);
    rmSync(file);
  } catch {
    // Nobody has it, or who had it was killed while writing.
  }
  writeFileSync(openSync(file, 'w'), JSON.stringify(app.processes.self()));
  return () => rmSync(file, { force: true });
};

const perform = async (app: App, job: Job): Promise<void> => {
  const task = await app.store.tasks.get(job.task);
  if (task === null) throw new Error(`${job.id} has no task`);
  await app.leases.hold(worktreePath(app, task.worktree), `job ${job.id}`, async () => {
    const started = await applyTransition(app, task.id, { type: 'job-started', job: job.id });
    if (!started.accepted) say(`refused ${job.id} ${started.reason}`);
    const unmark = [mark(app, job.id), mark(app, task.worktree)];
    say(`start ${job.id} ${process.pid}`);
    await sleep(app.ids.fraction() * order.jobMs);
    say(`end ${job.id} ${process.pid}`);
    for (const done of unmark) done();
  });
  await endJob(app, job, { status: 'succeeded', summary: 'done', exitCode: 0, usage: NO_USAGE });
};

const work = async (app: App): Promise<void> => {
  for (;;) {
    const job = await claimNext(app.store, { queue: STORM_QUEUE, by: app.presence.id, at: app.clock.now() });
    if (job !== null) await perform(app, job);
    else if (await isOver(app)) return;
    else await sleep(PAUSE_MS);
  }
};

const isOver = async (app: App): Promise<boolean> => {
  const { queued = 0, running = 0 } = await app.store.jobs.countByStatus();
  return queued + running === 0;
};

const keepClearing = async (app: App, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await reap(app);
    await sleep(REAP_EVERY_MS);
  }
};

const { app, close } = await buildApp({
  loaded: loadSettings({ env: order.environment, cwd: order.base, flags: {}, productRoot: ROOT }),
  root: ROOT,
  environment: order.environment,
  ...UNATTENDED,
  readonly: false,
  lead: () => Promise.reject(new Error('there is no lead here')),
});
await app.presence.during('worker', async () => {
  process.stdout.write('ready\n');
  const over = new AbortController();
  const clearing = keepClearing(app, over.signal);
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(app)));
  over.abort();
  await clearing;
});
await close();
process.exit();
