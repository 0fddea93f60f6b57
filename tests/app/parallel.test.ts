import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { enqueueRoleAgent } from '../../src/app/jobs/enqueue-role-agent.ts';
import { createJobPump } from '../../src/app/jobs/job-pump.ts';
import { integrate } from '../../src/app/merge/integrate.ts';
import { createScene } from './app-scene.ts';

describe('jobs and merges', () => {
  it('jobs overlap in time, each in a worktree of its own; merges never do (INV-10, CX-28, CX-29)', async () => {
    const scene = await createScene();
    const { app, scope } = scene;
    // Each waits for the other to have begun: one after another they would never end.
    const tasks = await scene.plan(
      { slug: 'one', prompt: 'WRITE ../one.begun x\nAWAIT ../two.begun\nWRITE one.txt fine' },
      { slug: 'two', prompt: 'WRITE ../two.begun x\nAWAIT ../one.begun\nWRITE two.txt fine' },
    );
    const trouble: unknown[] = [];
    const pump = createJobPump(app, scope, (error) => trouble.push(error));
    for (const { id } of tasks) {
      await enqueueRoleAgent(app, { run: scope.run, task: id, role: 'developer', instructions: '' });
    }
    await pump.kick();
    await pump.idle();
    expect(trouble).toEqual([]);
    expect(await app.store.jobs.countByStatus()).toEqual({ succeeded: 2 });

    const steps: string[] = [];
    const watched = {
      ...app,
      git: Object.assign(Object.create(app.git), {
        mergeTree: (...args: Parameters<typeof app.git.mergeTree>) => {
          steps.push('begin');
          return app.git.mergeTree(...args);
        },
        updateCheckout: async (...args: Parameters<typeof app.git.updateCheckout>) => {
          await app.git.updateCheckout(...args);
          steps.push('end');
        },
      }),
    };
    const merges = await Promise.all(tasks.map(({ id }) => integrate(watched, scope, id)));
    expect(merges.map(({ merged }) => merged)).toEqual([true, true]);
    expect(steps).toEqual(['begin', 'end', 'begin', 'end']);
    const { git } = scene.repository;
    expect(git(['rev-parse', `${merges[1]?.commit}^1`])).toBe(merges[0]?.commit);
  });

  it('a merge that is cut off leaves main and the task as they were', async () => {
    const hangs = 'if test -e one.txt && test -e two.txt; then touch ../../begun; sleep 600; fi\n';
    const scene = await createScene({ files: { 'check.sh': hangs } });
    const [one, two] = await scene.plan({ slug: 'one' }, { slug: 'two' });
    if (one === undefined || two === undefined) throw new Error('nothing was planned');
    for (const task of [one, two]) await scene.work(task);
    const { commit } = await scene.merge(one);
    const merge = expect(scene.merge(two)).rejects.toThrow('stopped by the test');
    while (!existsSync(scene.home('begun'))) await sleep(10);
    scene.stop();
    await merge;
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(commit);
    expect(await scene.task(two)).toMatchObject({ stage: 'merge', state: { status: 'ready' } });
  });

  it('a job that was asked for twice is one job', async () => {
    const scene = await createScene();
    const [task] = await scene.plan({ slug: 'greet' });
    const order = { run: scene.scope.run, task: task?.id ?? '', role: 'developer', instructions: '' };
    const first = await enqueueRoleAgent(scene.app, order);
    expect(await enqueueRoleAgent(scene.app, { ...order, instructions: 'again' })).toEqual(first);
    await expect(enqueueRoleAgent(scene.app, { ...order, role: 'tester' })).rejects.toMatchObject({ code: 'usage' });
    await expect(enqueueRoleAgent(scene.app, { ...order, role: 'wizard' })).rejects.toMatchObject({
      code: 'prompt-invalid',
    });
    await expect(enqueueRoleAgent(scene.app, { ...order, task: 'T-99' })).rejects.toMatchObject({
      code: 'unknown-task',
    });
  });
});
