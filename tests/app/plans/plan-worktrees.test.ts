import { describe, expect, it } from 'vitest';
import { beginPlan } from '../../../src/app/plans/begin-plan.ts';
import { createPlacedTask, createPlan, createPlanTask } from '../../helpers/plan.ts';
import { createRun, createTask } from '../../helpers/store.ts';
import { createPlanScene } from './plan-scene.ts';

describe('the worktrees of a plan', () => {
  it('are one for each task, on a branch of its own, and main is not written to (YA-04, CF-36)', async () => {
    const scene = await createPlanScene();
    const { git } = scene.repository;
    const before = git(['rev-parse', 'main']);
    const report = await scene.run([
      createPlacedTask('a', 'echo a > a.txt'),
      createPlacedTask('b', 'ls; echo b > b.txt'),
    ]);
    expect(report.tasks).toMatchObject([
      { status: 'ready', branch: 'task/a', worktree: 'task-a' },
      { status: 'ready', branch: 'task/b', worktree: 'task-b' },
    ]);
    expect(git(['show', 'task/a:a.txt'])).toBe('a');
    expect(git(['log', '--format=%s', '-1', 'task/a'])).toBe('chore(a): a: sh -c echo a > a.txt');
    expect(scene.file(report, 'logs/b.log')).not.toContain('a.txt');
    expect([git(['rev-parse', 'main']), git(['status', '--porcelain'])]).toEqual([before, '']);
    expect(scene.events.some(({ type }) => type === 'checks-started')).toBe(false);
  });

  it('start from the work of what they depend on: one branch, several merged, and through tasks without one', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([
      createPlacedTask('a', 'echo a > a.txt'),
      createPlacedTask('b', 'echo b > b.txt'),
      createPlacedTask('one', 'cat a.txt', { dependsOn: ['a'] }),
      createPlanTask('between', ['true'], { dependsOn: ['a', 'b'] }),
      createPlacedTask('both', 'cat a.txt b.txt', { dependsOn: ['between', 'one'] }),
    ]);
    expect(report.status).toBe('done');
    const { git } = scene.repository;
    expect(git(['rev-parse', 'task/one'])).toBe(git(['rev-parse', 'task/a']));
    expect(git(['log', '--format=%s', '-1', 'task/both'])).toBe('Merge b for both');
  });

  it('fail with the paths where what they depend on conflicts', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([
      createPlacedTask('a', 'echo a > same.txt'),
      createPlacedTask('b', 'echo b > same.txt'),
      createPlacedTask('both', 'true', { dependsOn: ['a', 'b'], retries: 2 }),
    ]);
    expect(report.tasks[2]).toMatchObject({ status: 'failed', attempts: 1 });
    expect(report.tasks[2]?.reason).toContain('same.txt');
  });

  it('get a suffix where a name is taken', async () => {
    const scene = await createPlanScene();
    scene.repository.git(['branch', 'task/a']);
    const report = await scene.run([createPlacedTask('a', 'true')]);
    expect(report.tasks).toMatchObject([{ status: 'ready', branch: 'task/a-2', worktree: 'task-a-2' }]);
  });

  it('get another name where somebody takes theirs in the same moment, and theirs are taken for others', async () => {
    const scene = await createPlanScene();
    const { store, files, settings } = scene.app;
    const rival = createTask({ id: 'T-99', run: 'rival', branch: 'task/a', worktree: 'task-a' });
    let looks = 0;
    const list = async (path: string) => {
      // By then all the names have been asked for.
      const found = await files.list(path);
      if (path === settings.layout.worktreesDir && ++looks === 1)
        await store.commit([
          { type: 'insert-run', run: createRun({ id: 'rival', kind: 'task' }) },
          { type: 'insert-task', task: rival },
        ]);
      return found;
    };
    const plan = createPlan(scene.base, [createPlacedTask('a', 'true'), createPlacedTask('b', 'true')]);
    const app = { ...scene.app, files: { ...files, list } };
    const { run, items } = await beginPlan(
      app,
      plan,
      { fresh: false, output: null },
      await app.git.inspect(scene.repository.main),
    );
    expect([...items.values()].map(({ branch }) => branch)).toEqual(['task/a-2', 'task/b']);
    const names = new Set(['task/a-2', 'task-a-2', 'task/b', 'task-b']);
    expect([await store.planItems.namesInUse('rival'), await store.planItems.namesInUse(run.id)]).toEqual([
      names,
      new Set(),
    ]);
  });

  it('may be shared by tasks that follow one another', async () => {
    const scene = await createPlanScene();
    const place = { worktree: 'task-shared', branch: 'task/shared' };
    const report = await scene.run([
      createPlacedTask('a', 'echo a > a.txt', place),
      createPlacedTask('b', 'cat a.txt', { ...place, dependsOn: ['a'] }),
    ]);
    expect(report.status).toBe('done');
  });

  it('keep what a failed attempt left for the next one, uncommitted', async () => {
    const scene = await createPlanScene();
    const report = await scene.run([createPlacedTask('a', 'test -f left || { touch left; exit 1; }', { retries: 1 })]);
    expect(report.tasks).toMatchObject([{ status: 'ready', attempts: 2 }]);
    expect(scene.repository.git(['log', '--format=%s', 'main..task/a']).split('\n')).toHaveLength(1);
  });

  it('fail a task that changed what git runs code from, and it is put back (INV-16)', async () => {
    const scene = await createPlanScene();
    const script = 'echo "exit 1" > "$(git rev-parse --git-common-dir)/hooks/pre-commit"';
    const report = await scene.run([createPlacedTask('a', script)]);
    expect(report.tasks).toMatchObject([{ status: 'failed', reason: expect.stringContaining('pre-commit') }]);
    expect(report.tasks[0]?.reason).not.toContain('at the same time');
  });

  it('say who else it may have been where tasks ran at the same time, and blame none that ran before (INV-16)', async () => {
    const scene = await createPlanScene({ ORCHESTRATOR_MAX_WORKERS: '2' });
    const waitFor = (file: string) => `until test -f ../${file}; do sleep 0.02; done`;
    const report = await scene.run([
      createPlacedTask('before', 'true'),
      createPlacedTask('one', `touch ../one; ${waitFor('done')}`, { dependsOn: ['before'] }),
      createPlacedTask(
        'two',
        `${waitFor('one')}; echo "exit 1" > "$(git rev-parse --git-common-dir)/hooks/pre-commit"; touch ../done`,
        { dependsOn: ['before'] },
      ),
    ]);
    expect(report.tasks.map(({ status, reason }) => [status, reason?.split('\n')[1] ?? null])).toEqual([
      ['ready', null],
      ['failed', 'It was this task or one that ran at the same time: two.'],
      ['failed', 'It was this task or one that ran at the same time: one.'],
    ]);
  });
});
