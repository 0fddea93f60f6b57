import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { enqueueRoleAgent } from '../../../src/app/jobs/enqueue-role-agent.ts';
import { createJobPump, type JobPump } from '../../../src/app/jobs/job-pump.ts';
import { waitForJobs } from '../../../src/app/jobs/wait-for-jobs.ts';
import { approveAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { type AppScene, createScene } from '../app-scene.ts';
import { createBoardScene } from '../delivery-scene.ts';

const LONG = 120_000;

/** The calls of one lead, who is told of each end once. */
const waiting = ({ app, scope }: AppScene, pump: JobPump) => {
  const told = new Set<string>();
  return (names: readonly string[] | null = null, timeoutMs = LONG) =>
    waitForJobs(app, pump, { run: scope.run, names, timeoutMs, signal: scope.signal, told });
};

const pumpOf = (scene: AppScene, app: App = scene.app): JobPump =>
  createJobPump(app, scene.scope, (error) => {
    throw error;
  });

const enqueue = async ({ app, scope }: AppScene, task: { id: string }): Promise<string> =>
  (await enqueueRoleAgent(app, { run: scope.run, task: task.id, role: 'developer', instructions: '' })).job;

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(10);
};

describe('waitForJobs', () => {
  it('waits while the engine is between two stages, and returns when a task waits for a person (INV-14)', async () => {
    const { scene } = await createBoardScene({});
    const pump = pumpOf(scene);
    const wait = waiting(scene, pump);
    const [task] = await scene.plan({ slug: 'greet', pipeline: 'delivery' });
    // Nothing is queued yet: only the engine knows that an analyst will come.
    expect(await scene.app.store.jobs.inRun(scene.scope.run)).toEqual([]);
    const analysed = await wait();
    expect(analysed.jobs).toMatchObject([{ role: 'analyst', status: 'succeeded' }]);
    expect(analysed.standing, 'its gates have answered').toEqual([
      {
        task: task?.id,
        status: 'waiting',
        owner: 'person',
        reason: expect.stringContaining('analysis-approved'),
      },
    ]);
    expect(await wait(), 'nothing else can end').toEqual(analysed);
    expect(pump.isBusy()).toBe(false);

    await approveAsPerson(scene.app, task?.id ?? '');
    const roles = ['architect', 'developer', 'reviewer', 'tester', 'deployer', 'deployer'];
    for (const [index, role] of roles.entries()) {
      const { jobs, standing } = await wait();
      expect(standing).toEqual([]);
      expect(jobs[index + 1], `wait ${index}`).toMatchObject({ role, status: 'succeeded' });
    }
    await wait();
    expect(await scene.app.store.tasks.inRun(scene.scope.run)).toMatchObject([{ state: { status: 'merged' } }]);
    await pump.idle();
  });

  it('does not wait for others when each of the named jobs has ended, nor for one that only the lead can let go', async () => {
    const scene = await createScene();
    const pump = pumpOf(scene);
    const wait = waiting(scene, pump);
    const [fast, slow, next] = await scene.plan(
      { slug: 'fast' },
      { slug: 'slow', prompt: 'WRITE ../begun x\nAWAIT ../go\nWRITE slow.txt fine' },
      { slug: 'next', dependsOn: ['fast'] },
    );
    if (fast === undefined || slow === undefined || next === undefined) throw new Error('nothing was planned');
    const first = await enqueue(scene, fast);
    expect((await wait([first])).jobs).toMatchObject([{ id: first, status: 'succeeded' }]);
    const held = await enqueue(scene, next);
    expect((await wait([held])).jobs, 'it waits for a merge').toMatchObject([{ id: held, status: 'queued' }]);

    const second = await enqueue(scene, slow);
    const both = wait([first, second]);
    await until(() => existsSync(`${scene.worktree(slow)}/../begun`));
    expect((await wait([first])).jobs, 'told, and never again').toMatchObject([{ id: first }]);
    scene.repository.write({ go: '' }, scene.repository.base);
    expect((await both).jobs).toMatchObject([{ id: first }, { id: second, status: 'succeeded' }]);
    await pump.idle();
  });
});

describe('a step that moves its task nowhere', () => {
  it('is not taken again at once, and the run comes to its end (INV-14)', async () => {
    const { scene } = await createBoardScene({});
    let looks = 0;
    let now = scene.app.clock.now();
    const git = Object.assign(Object.create(scene.app.git), {
      resolve: async (...args: Parameters<App['git']['resolve']>) => {
        const isBranch = args[1] === 'refs/heads/task/greet';
        if (isBranch) looks += 1;
        return isBranch ? null : scene.app.git.resolve(...args);
      },
    });
    const pump = pumpOf(scene, { ...scene.app, git, clock: { ...scene.app.clock, now: () => now } });
    await scene.plan({ slug: 'greet', pipeline: 'delivery' });
    const { jobs } = await waiting(scene, pump)();
    expect(jobs).toEqual([]);
    const first = looks;
    await pump.kick();
    await pump.idle();
    expect(looks).toBe(first);
    now += 5_000;
    await pump.kick();
    await pump.idle();
    expect(looks, 'later it is: at once it would be, without end').toBeGreaterThan(first);
  });
});
