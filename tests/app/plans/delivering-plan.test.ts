import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanTask } from '../../../src/domain/plan/plan.ts';
import { createPlacedTask } from '../../helpers/plan.ts';
import { createPlanScene } from './plan-scene.ts';

const agentTask = (id: string, prompt: string, more: Partial<PlanTask> = {}): PlanTask =>
  createPlacedTask(id, '', { work: { type: 'agent', role: 'developer', prompt, promptFile: `/${id}.md` }, ...more });

describe('a plan that delivers', () => {
  it('brings each task through the gates and the merge train before those that depend on it start (INV-1, INV-10)', async () => {
    const scene = await createPlanScene();
    const report = await scene.run(
      [
        createPlacedTask('a', 'echo a > a.txt'),
        createPlacedTask('b', 'cat a.txt > b.txt', { dependsOn: ['a'] }),
        createPlacedTask('look', 'cat a.txt b.txt', { dependsOn: ['b'] }),
      ],
      { delivery: 'local-merge' },
    );
    expect(report).toMatchObject({ status: 'done', files: ['a.txt', 'b.txt'] });
    expect(report.tasks).toMatchObject([
      { id: 'a', status: 'merged', merge: { commit: expect.any(String) } },
      { id: 'b', status: 'merged' },
      { id: 'look', status: 'ready', reason: expect.stringContaining('nothing to deliver') },
    ]);
    expect(report.tests).toContainEqual({ task: 'b', command: 'node check.mjs', exitCode: 0 });
    expect(scene.repository.git(['show', 'main:b.txt'])).toBe('a');
  });

  it('delivers nothing twice from a worktree that tasks share', async () => {
    const scene = await createPlanScene();
    const place = { worktree: 'task-shared', branch: 'task/shared' };
    const report = await scene.run(
      [
        createPlacedTask('a', 'echo a > a.txt', place),
        createPlacedTask('look', 'cat a.txt', { ...place, dependsOn: ['a'] }),
        createPlacedTask('b', 'echo b > b.txt', { ...place, dependsOn: ['look'] }),
      ],
      { delivery: 'local-merge' },
    );
    expect(report.tasks.map(({ status }) => status)).toEqual(['merged', 'ready', 'merged']);
    expect(scene.repository.git(['show', 'main:b.txt'])).toBe('b');
  });

  it('fails what the gates refuse, with their reasons, and main stays as it was', async () => {
    const scene = await createPlanScene();
    const before = scene.repository.git(['rev-parse', 'main']);
    const report = await scene.run(
      [createPlacedTask('red', 'echo RED > red.txt'), createPlacedTask('after', 'true', { dependsOn: ['red'] })],
      { delivery: 'local-merge' },
    );
    expect(report.tasks).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('checks-green') },
      { status: 'skipped', reason: 'red failed' },
    ]);
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(before);
  });

  it('INV-14: leaves no task to the engine that nobody will move: one whose command failed or changed nothing has none', async () => {
    const scene = await createPlanScene();
    const report = await scene.run(
      [
        createPlacedTask('looks', 'true'),
        createPlacedTask('fails', 'echo a > a.txt; exit 3', { retries: 1 }),
        createPlacedTask('works', 'echo b > b.txt'),
      ],
      { delivery: 'local-merge' },
    );
    expect(report.tasks.map(({ status }) => status)).toEqual(['ready', 'failed', 'merged']);
    const tasks = await scene.app.store.tasks.inRun(report.run);
    expect(tasks.map(({ title, state }) => [title, state.status])).toEqual([['works', 'merged']]);
  });

  it('INV-14: calls off what the gates refused once there is nothing to deliver any more', async () => {
    const scene = await createPlanScene();
    const mended = join(scene.base, 'mended');
    const tasks = [createPlacedTask('a', `test -e ${mended} || echo RED > a.txt`)];
    const { run } = await scene.run(tasks, { delivery: 'local-merge' });
    const statuses = async () => (await scene.app.store.tasks.inRun(run)).map(({ state }) => state.status);
    expect(await statuses()).toEqual(['sent-back']);
    // Somebody mends it in another way.
    writeFileSync(mended, '');
    scene.repository.git(['reset', '--quiet', '--hard', 'main'], join(scene.base, 'task-a'));
    const report = await scene.run(tasks, { delivery: 'local-merge' });
    expect(report.tasks).toMatchObject([{ status: 'ready', reason: expect.stringContaining('nothing to deliver') }]);
    expect(await statuses()).toEqual(['cancelled']);
  });

  it('INV-7: takes a merge for done that a crash kept from being told to the plan', async () => {
    const scene = await createPlanScene();
    const tasks = [createPlacedTask('a', 'echo a >> a.txt'), createPlacedTask('b', 'exit 1')];
    const { run } = await scene.run(tasks, { delivery: 'local-merge' });
    const [a, ...others] = await scene.app.store.planItems.inRun(run);
    if (a === undefined) throw new Error('the plan has no task');
    await scene.app.store.commit([{ type: 'save-plan-items', items: [{ ...a, status: 'running' }, ...others] }]);
    const report = await scene.run(tasks, { delivery: 'local-merge' });
    expect(report.tasks).toMatchObject([{ status: 'merged' }, { status: 'failed' }]);
    expect(scene.repository.git(['show', 'main:a.txt'])).toBe('a');
  });

  it.each([
    ['a command', createPlacedTask('a', 'echo RED > a.txt')],
    ['an agent', agentTask('a', 'WRITE a.txt RED')],
  ])('INV-7: %s that had ended well when a crash cut its delivery off does not run again', async (_, task) => {
    const scene = await createPlanScene();
    const { run } = await scene.run([task], { delivery: 'local-merge' });
    const again = async (head: string | null): Promise<number | undefined> => {
      const items = await scene.app.store.planItems.inRun(run);
      const cutOff = items.map((item) => ({ ...item, status: 'running' as const, head: head ?? item.head }));
      await scene.app.store.commit([{ type: 'save-plan-items', items: cutOff }]);
      const report = await scene.run([task], { delivery: 'local-merge' });
      expect(report.tasks).toMatchObject([{ status: 'failed', reason: expect.stringContaining('checks-green') }]);
      return scene.file(report, 'logs/a.log')?.match(/^==== attempt /gm)?.length;
    };
    expect(await again(null)).toBe(1);
    // Its branch is not where the work had left it: nothing is known of what stands there.
    expect(await again(scene.repository.git(['rev-parse', 'main']))).toBe(2);
  });

  it('INV-1: stops when main moves, and says of no task that it still runs', async () => {
    const scene = await createPlanScene();
    const move = `git -C ${scene.app.settings.layout.mainPath} commit -q --allow-empty -m mine; echo a > a.txt`;
    const report = await scene.run([createPlacedTask('a', move)], { delivery: 'local-merge' });
    expect(report).toMatchObject({ status: 'waiting', tasks: [{ id: 'a', status: 'planned' }] });
  });

  it('writes patches where it says so, and main stays as it was', async () => {
    const scene = await createPlanScene();
    const before = scene.repository.git(['rev-parse', 'main']);
    const report = await scene.run([createPlacedTask('a', 'echo a > a.txt')], { delivery: 'patch-only' });
    expect(report.tasks).toMatchObject([{ status: 'merged' }]);
    expect(report.files).toEqual([expect.stringMatching(/\.patch$/)]);
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(before);
  });

  it('refuses to begin on a main with uncommitted changes, and a plan that does not deliver does not mind', async () => {
    const scene = await createPlanScene();
    scene.repository.write({ 'README.md': 'changed' });
    const tasks = [createPlacedTask('a', 'true')];
    await expect(scene.run(tasks, { delivery: 'local-merge' })).rejects.toMatchObject({ code: 'main-dirty' });
    expect((await scene.run(tasks)).status).toBe('done');
  });
});

describe('a role agent in a plan', () => {
  it('works as a job of its own, with its log beside the others, and is not judged where nothing is delivered', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([agentTask('write', 'WRITE written.txt RED')]);
    expect(report.tasks).toMatchObject([
      { id: 'write', status: 'ready', attempts: 1, jobs: [{ role: 'developer', status: 'succeeded', exitCode: 0 }] },
    ]);
    expect(scene.repository.git(['show', 'task/write:written.txt'])).toBe('RED');
    expect(scene.file(report, 'logs/write.log')).toMatch(/^==== attempt 1 at /);
  });

  it('starts from the work of what it depends on, and is delivered where the plan says so', async () => {
    const scene = await createPlanScene();
    const report = await scene.run(
      [createPlacedTask('a', 'echo a > a.txt'), agentTask('write', 'WRITE written.txt fine', { dependsOn: ['a'] })],
      { delivery: 'local-merge' },
    );
    expect(report.tasks).toMatchObject([{ status: 'merged' }, { status: 'merged' }]);
  });

  it('goes on where another one was, in a worktree that they share', async () => {
    const scene = await createPlanScene();
    const place = { worktree: 'task-shared', branch: 'task/shared' };
    const tasks = [
      agentTask('first', 'WRITE first.txt one', place),
      agentTask('second', 'WRITE second.txt two', { ...place, dependsOn: ['first'] }),
      createPlacedTask('look', 'cat first.txt second.txt', { ...place, dependsOn: ['second'] }),
    ];
    const report = await scene.run(tasks);
    expect(report.tasks.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
    expect(scene.repository.git(['show', 'task/shared:second.txt'])).toBe('two');
  });

  it('has the deadline and the variables that the plan gives its task', async () => {
    const worker = ['sh', '-c', 'echo "planned: $PLANNED"; echo x > x.txt; [ "$SLOW" != yes ] || sleep 987'];
    const scene = await createPlanScene({ ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(worker) });
    const report = await scene.run([
      agentTask('quick', 'Write it.', { env: { PLANNED: 'one' } }),
      agentTask('slow', 'Write it.', { env: { SLOW: 'yes' }, timeoutMs: 700 }),
    ]);
    expect(report.tasks).toMatchObject([
      { status: 'ready' },
      { status: 'failed', reason: expect.stringContaining('timed-out') },
    ]);
    expect(scene.file(report, 'logs/quick.log')).toContain('planned: one');
    expect(scene.file(report, 'logs/slow.log')).not.toContain('planned: one');
  });

  it('works in the directory of the plan where it is to have no worktree', async () => {
    const worker = ['sh', '-c', 'pwd; cat {prompt_file}; echo "$PLANNED" > here.txt; exit 0'];
    const scene = await createPlanScene({ ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(worker) });
    const none = { worktree: null, branch: null };
    const report = await scene.run([agentTask('write', 'Say it.', { ...none, env: { PLANNED: 'yes' } })]);
    expect(report.tasks).toMatchObject([{ status: 'ready', branch: null, worktree: null }]);
    expect(scene.file(report, 'logs/write.log')).toMatch(/^==== attempt 1 .*\n.*\nSay it\./);
    expect(readFileSync(join(scene.base, 'here.txt'), 'utf8')).toBe('yes\n');
  });

  it('is tried again as a further job', async () => {
    const worker = ['sh', '-c', 'echo working; test -f ../tried || { touch ../tried; exit 1; }; echo done > done.txt'];
    const scene = await createPlanScene({ ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(worker) });
    const report = await scene.run([agentTask('write', 'Write it.', { retries: 1 })]);
    expect(report.tasks).toMatchObject([{ status: 'ready', attempts: 2 }]);
    expect(report.tasks[0]?.jobs).toHaveLength(2);
    expect(scene.file(report, 'logs/write.log')?.match(/^==== attempt/gm)).toHaveLength(2);
  });
});
