import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { markerOf } from '../../../src/app/home/marker.ts';
import { reap } from '../../../src/app/home/reap.ts';
import { endJob } from '../../../src/app/jobs/end-job.ts';
import { addRepository } from '../../../src/app/repositories/add-repository.ts';
import { applyTransition } from '../../../src/app/tasks/apply-transition.ts';
import type { Job } from '../../../src/domain/job.ts';
import { createProject } from '../../../src/domain/project/project.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { type AppScene, createScene, joinScene } from '../app-scene.ts';

const WORKER = new URL('../children/work-and-hang.ts', import.meta.url);

interface Worker {
  readonly id: string;
  readonly pid: number;
  readonly startTime: string;
  readonly child: number;
  readonly job: string | null;
}

/** A scene with so many tasks, each with a queued job. */
const queuedScene = async (...slugs: readonly string[]): Promise<AppScene> => {
  const scene = await createScene();
  const tasks = await scene.plan(...slugs.map((slug) => ({ slug })));
  for (const [index, task] of tasks.entries()) {
    const request = { type: 'job-requested', job: `J-${index + 1}`, role: 'developer', instructions: '' } as const;
    await applyTransition(scene.app, task.id, { ...request, unmerged: [] });
  }
  return scene;
};

/** Another process on the home of a scene, which takes the next job and the lease on its worktree. */
const startWorker = async ({ app, scope }: AppScene, lease: string): Promise<Worker> => {
  const [home = ''] = markerOf(app, scope.run, 'x').split(':');
  const script = startNodeScript(WORKER, app.settings.layout.databaseFile, scope.run, lease, home);
  const worker: Worker = JSON.parse((await script.line()) ?? 'null');
  onTestFinished(() => {
    for (const pid of [worker.pid, worker.child]) end(pid);
  });
  if (worker.job === null) return worker;
  const job = await jobOf(app, worker.job);
  await applyTransition(app, job.task, { type: 'job-started', job: job.id });
  return worker;
};

const end = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
};

/** A process that has ended and was not waited for is still listed. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const killed = async (worker: Worker): Promise<void> => {
  end(worker.pid);
  while (isAlive(worker.pid)) await sleep(5);
};

const jobOf = async (app: App, id: string): Promise<Job> => {
  const job = await app.store.jobs.get(id);
  if (job === null) throw new Error(`there is no ${id}`);
  return job;
};

/** The same app with a second look that does not take seconds. */
const impatient = (app: App, meanwhile: () => Promise<void> = async () => undefined): App => ({
  ...app,
  clock: {
    ...app.clock,
    sleep: async (ms, signal) => {
      if (ms > 1_000) await meanwhile();
      await app.clock.sleep(Math.min(ms, 20), signal);
    },
  },
});

const silentFor = async ({ store, clock }: App, id: string, ms: number): Promise<void> => {
  const row = (await store.orchestrators.list()).find((other) => other.id === id);
  if (row === undefined) throw new Error(`${id} is not registered`);
  await store.orchestrators.register({ ...row, heartbeatAt: clock.now() - ms });
};

const SUCCESS = { status: 'succeeded', summary: 'late', exitCode: 0, usage: NO_USAGE } as const;

describe('what a killed orchestrator left (INV-7, INV-8)', () => {
  it('is taken back by another one, and what is of a living one is left alone', async () => {
    const scene = await queuedScene('first', 'second');
    const { app } = scene;
    const dead = await startWorker(scene, '/w/first');
    const living = await startWorker(scene, '/w/second');
    expect(await reap(app)).toEqual([]);
    await killed(dead);
    // The harm: its child goes on, and nobody else is let in.
    expect(isAlive(dead.child)).toBe(true);
    expect(await app.leases.holdIfFree('/w/first', 'job J-9', async () => 1)).toBeNull();

    expect(await reap(app)).toEqual([
      '1 process of a dead run ended',
      expect.stringMatching(/^J-1 \(developer on T-\d+\) was cut off and runs once more$/),
    ]);
    expect([isAlive(dead.child), isAlive(living.child), isAlive(living.pid)]).toEqual([false, true, true]);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'queued', claimedBy: null, interruptions: 1 });
    expect(await jobOf(app, 'J-2')).toMatchObject({ status: 'running', claimedBy: living.id });
    expect(await app.leases.holdIfFree('/w/first', 'job J-9', async () => 1)).toEqual({ value: 1 });
    expect(await app.leases.holder('/w/second')).toBe('job');
    expect((await app.store.orchestrators.list()).map(({ id }) => id).toSorted()).toEqual(
      [app.presence.id, living.id].toSorted(),
    );
    expect(await reap(app)).toEqual([]);
  });

  it('is taken back once, also when several look at once or one of them dies of it', async () => {
    const scene = await queuedScene('first');
    const { app } = scene;
    // A reaper that was killed in the middle: its own lease would keep everybody from clearing away after it.
    const reaper = await startWorker(scene, 'reaper');
    await killed(reaper);
    const other = await joinScene(scene);
    const notices = (await Promise.all([reap(app), reap(other.app), reap(app)])).flat();
    expect(notices.filter((notice) => notice.includes('was cut off'))).toHaveLength(1);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'queued', interruptions: 1 });
  });

  it('a job that a second crash hits is failed and says so', async () => {
    const scene = await queuedScene('first');
    const { app } = scene;
    for (const status of ['queued', 'failed']) {
      await killed(await startWorker(scene, '/w'));
      await reap(app);
      expect(await jobOf(app, 'J-1')).toMatchObject({ status });
    }
    expect(await jobOf(app, 'J-1')).toMatchObject({ summary: expect.stringContaining('second crash') });
  });

  it('a job whose claimant has left without a trace is taken back too', async () => {
    const scene = await queuedScene('first');
    const { app } = scene;
    const left = await startWorker(scene, '/w/first');
    await killed(left);
    await app.store.orchestrators.remove(left.id);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'running', claimedBy: left.id });
    await reap(app);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'queued', claimedBy: null, interruptions: 1 });
    expect(await reap(app)).toEqual([]);
  });

  it('a registered repository in which nobody runs a job is mended too', async () => {
    const scene = await queuedScene('first');
    const { app } = scene;
    const other = createGitRepository();
    const { main: path } = other;
    await addRepository(app, { ...createProject({ repo: 'shop', path }), path });
    other.write({ '.git/index.lock': '' });
    await killed(await startWorker(scene, '/w'));
    await reap(app);
    expect(() => readFileSync(`${path}/.git/index.lock`)).toThrow();
  });

  it('git leftovers are mended though the dead one held the list of worktrees', async () => {
    const scene = await queuedScene('first');
    const { app } = scene;
    await killed(await startWorker(scene, `worktrees of ${app.settings.layout.mainPath}`));
    scene.repository.write({ '.git/index.lock': '' });
    await reap(app);
    expect(scene.repository.git(['status', '--porcelain'])).toBe('');
    expect(() => readFileSync(`${scene.repository.main}/.git/index.lock`)).toThrow();
  });
});

describe('an orchestrator that is alive and silent', () => {
  const hung = async () => {
    const scene = await queuedScene('first');
    const worker = await startWorker(scene, '/w');
    const claimed = await jobOf(scene.app, 'J-1');
    process.kill(worker.pid, 'SIGSTOP');
    await silentFor(scene.app, worker.id, 60_001);
    return { scene, worker, claimed };
  };

  it('is ended after a minute, with its children, and its work taken back', async () => {
    const { scene, worker } = await hung();
    const notices = await reap(impatient(scene.app));
    expect(notices[0]).toBe(`process ${worker.pid} was ended: it was silent for too long`);
    expect([isAlive(worker.pid), isAlive(worker.child)]).toEqual([false, false]);
    expect(await jobOf(scene.app, 'J-1')).toMatchObject({ status: 'queued', claimedBy: null });
  });

  it('is left alone when it shows itself at the second look: the machine may have slept', async () => {
    const { scene, worker } = await hung();
    const wakes = () => silentFor(scene.app, worker.id, 0);
    expect(await reap(impatient(scene.app, wakes))).toEqual([]);
    expect(isAlive(worker.child)).toBe(true);
  });

  it('records nothing of a job that was taken over (INV-7)', async () => {
    const { scene, claimed } = await hung();
    const { app } = scene;
    await reap(impatient(app));
    expect(await endJob(app, claimed, SUCCESS)).toBe(false);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'queued', summary: '' });
    // The next one's outcome counts, once.
    const mine = await claimNext(app.store, { queue: scene.scope.run, by: app.presence.id, at: app.clock.now() });
    if (mine === null) throw new Error('no job is due');
    await applyTransition(app, mine.task, { type: 'job-started', job: mine.id });
    expect(await endJob(app, claimed, SUCCESS)).toBe(false);
    expect(await endJob(app, mine, { ...SUCCESS, summary: 'mine' })).toBe(true);
    expect(await endJob(app, mine, { ...SUCCESS, summary: 'again' })).toBe(false);
    expect(await jobOf(app, 'J-1')).toMatchObject({ status: 'succeeded', summary: 'mine' });
  });
});
