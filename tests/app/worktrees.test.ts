import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pruneWorktrees } from '../../src/app/worktrees/prune-worktrees.ts';
import { removeWorktree } from '../../src/app/worktrees/remove-worktree.ts';
import { ensureTaskWorktree } from '../../src/app/worktrees/task-worktree.ts';
import { type AppScene, createScene } from './app-scene.ts';

/** A planned task with its worktree. */
const planned = async (scene: AppScene) => {
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  return { task, path: scene.worktree(task) };
};

describe('ensureTaskWorktree', () => {
  it('makes a worktree on a branch of its own at the base', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    expect(existsSync(path)).toBe(false);
    const head = scene.repository.git(['rev-parse', 'main']);
    expect(await ensureTaskWorktree(scene.app, task)).toEqual({
      worktree: 'task-greet',
      path,
      branch: 'task/greet',
      base: null,
      head,
      created: true,
    });
    expect(scene.repository.git(['branch', '--show-current'], path)).toBe('task/greet');
    expect(await scene.task(task)).toMatchObject({ baseCommit: head, head });
  });

  it('takes the one that is there with its commits (CX-20)', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    const head = scene.repository.commit({ 'work.txt': 'work\n' }, path);
    expect(await ensureTaskWorktree(scene.app, task)).toMatchObject({ created: false, head });
  });

  it('starts from the base of the task, unless another one is named', async () => {
    const scene = await createScene();
    const first = scene.repository.git(['rev-parse', 'HEAD~1']);
    const [task, other] = await scene.plan({ slug: 'greet', base: 'HEAD~1' }, { slug: 'other', base: 'HEAD~1' });
    if (task === undefined || other === undefined) throw new Error('nothing was planned');
    expect(await ensureTaskWorktree(scene.app, task)).toMatchObject({ head: first });
    expect(await ensureTaskWorktree(scene.app, other, 'HEAD')).toMatchObject({
      head: scene.repository.git(['rev-parse', 'HEAD']),
    });
  });

  it('puts a detached one back on its branch and keeps commits that it alone had (INV-9)', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    scene.repository.git(['checkout', '--quiet', '--detach'], path);
    const astray = scene.repository.commit({ 'astray.txt': 'work\n' }, path);
    await ensureTaskWorktree(scene.app, task);
    expect(scene.repository.git(['branch', '--show-current'], path)).toBe('task/greet');
    expect(scene.repository.git(['for-each-ref', '--contains', astray, '--format=%(refname)'])).toBe(
      `refs/orchestrator/kept/${astray}`,
    );
  });

  it('makes one anew whose directory was deleted behind git’s back', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    rmSync(path, { recursive: true });
    expect(await ensureTaskWorktree(scene.app, task)).toMatchObject({ created: true });
  });

  it('refuses a directory with something else in it, and a worktree on another branch', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    mkdirSync(path);
    writeFileSync(join(path, 'notes.txt'), 'mine\n');
    await expect(ensureTaskWorktree(scene.app, task)).rejects.toMatchObject({ code: 'worktree-invalid' });
    rmSync(path, { recursive: true });
    scene.repository.git(['worktree', 'add', '--quiet', '-b', 'elsewhere', path]);
    await expect(ensureTaskWorktree(scene.app, task)).rejects.toMatchObject({ code: 'worktree-invalid' });
  });
});

describe('names', () => {
  it('get a suffix when a branch, a directory or a planned task has them', async () => {
    const scene = await createScene();
    scene.repository.git(['branch', 'task/greet']);
    scene.repository.git(['branch', 'task/part/deeper']);
    mkdirSync(join(scene.repository.base, 'task-other'));
    const tasks = await scene.plan({ slug: 'greet' }, { slug: 'part' }, { slug: 'other' }, { slug: 'Привет' });
    expect(tasks.map(({ slug, branch, worktree }) => [slug, branch, worktree])).toEqual([
      ['greet', 'task/greet-2', 'task-greet-2'],
      ['part', 'task/part-2', 'task-part-2'],
      ['other', 'task/other-2', 'task-other-2'],
      ['privet', 'task/privet', 'task-privet'],
    ]);
    const [again] = await scene.plan({ slug: 'greet' });
    expect(again?.id).toBe(tasks[0]?.id);
  });

  it('a title is one printable line, for it begins commit messages', async () => {
    const scene = await createScene();
    const title = '\u001b[2JAdd x\n\nTask: T-9\nGate: ok';
    expect(await scene.plan({ slug: 'a', title })).toMatchObject([{ title: 'Add x Task: T-9 Gate: ok' }]);
    for (const wrong of ['', ' \n\u0007', 'x'.repeat(201)]) {
      await expect(scene.plan({ slug: 'b', title: wrong })).rejects.toMatchObject({ code: 'usage' });
    }
    expect(await scene.app.store.tasks.list()).toHaveLength(1);
  });

  it('a plan with unknown or circular dependencies records nothing', async () => {
    const scene = await createScene();
    await expect(scene.plan({ slug: 'a', dependsOn: ['b'] }, { slug: 'b', dependsOn: ['a'] })).rejects.toMatchObject({
      code: 'usage',
      message: 'the plan goes round in a circle: a → b → a',
    });
    await expect(scene.plan({ slug: 'a', dependsOn: ['nobody'] })).rejects.toMatchObject({ code: 'usage' });
    await expect(scene.plan({ slug: 'a' }, { slug: 'A!' })).rejects.toMatchObject({ code: 'usage' });
    expect(await scene.app.store.tasks.list()).toEqual([]);
  });
});

describe('removeWorktree never destroys work (INV-9)', () => {
  it.each<[string, (scene: AppScene, path: string) => void, string]>([
    ['an untracked file', (_, path) => writeFileSync(join(path, 'notes.txt'), 'mine\n'), 'uncommitted work: notes.txt'],
    ['a changed file', (_, path) => writeFileSync(join(path, 'README.md'), 'mine\n'), 'uncommitted work: README.md'],
    [
      'a merge that is not finished',
      ({ repository }, path) => {
        repository.commit({ 'both.txt': 'here\n' }, path);
        repository.git(['checkout', '--quiet', '-b', 'side', 'HEAD~1'], path);
        repository.commit({ 'both.txt': 'there\n' }, path);
        expect(() => repository.git(['merge', 'task/greet'], path)).toThrow();
      },
      'a merge is not finished',
    ],
    [
      'commits on no branch',
      ({ repository }, path) => {
        repository.git(['checkout', '--quiet', '--detach'], path);
        repository.commit({ 'work.txt': 'work\n' }, path);
      },
      'it is on no branch',
    ],
    ['a lock', ({ repository }, path) => void repository.git(['worktree', 'lock', path]), 'it is locked'],
  ])('keeps one with %s and says so', async (_, prepare, reason) => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    prepare(scene, path);
    const result = await removeWorktree(scene.app, task.worktree);
    expect(result).toMatchObject({ removed: false, reason: expect.stringContaining(reason) });
    expect(existsSync(path)).toBe(true);
  });

  it('removes a clean one; its branch and commits stay', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    const head = scene.repository.commit({ 'work.txt': 'work\n', '.gitignore': 'cache/\n' }, path);
    scene.repository.write({ 'cache/big': 'x' }, path);
    expect(await removeWorktree(scene.app, task.worktree)).toMatchObject({ removed: true });
    expect(existsSync(path)).toBe(false);
    expect(scene.repository.git(['rev-parse', 'task/greet'])).toBe(head);
  });

  it('keeps what lay there before a worker that failed', async () => {
    const scene = await createScene();
    const { task, path } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    writeFileSync(join(path, 'notes.txt'), 'mine\n');
    expect(await scene.work(task, 'EXIT 1')).toMatchObject({ status: 'failed' });
    expect(await removeWorktree(scene.app, task.worktree)).toMatchObject({ removed: false });
  });

  it('knows nothing of main, of other worktrees and of names with paths in them', async () => {
    const scene = await createScene();
    for (const name of ['main', '../main', 'task-nobody', 'task-../main']) {
      expect(await removeWorktree(scene.app, name)).toMatchObject({ removed: false });
    }
    expect(existsSync(scene.repository.main)).toBe(true);
  });

  it("leaves a person's own worktree alone, even where a task's would be", async () => {
    const scene = await createScene();
    const own = join(scene.repository.base, 'task-greet');
    scene.repository.git(['worktree', 'add', '--quiet', '-b', 'mine', own]);
    await scene.plan({ slug: 'greet' });
    expect(await removeWorktree(scene.app, 'task-greet')).toEqual({ removed: false, reason: 'it belongs to no task' });
    expect(existsSync(own)).toBe(true);
  });

  it('prune takes those of tasks that are over, and names the others', async () => {
    const scene = await createScene();
    const { task } = await planned(scene);
    await ensureTaskWorktree(scene.app, task);
    scene.repository.git(['worktree', 'add', '--quiet', '-b', 'mine', join(scene.repository.base, 'task-mine')]);
    expect(await pruneWorktrees(scene.app, { dryRun: false })).toEqual([
      { worktree: 'task-greet', removed: false, reason: `${task.id} is planned` },
      { worktree: 'task-mine', removed: false, reason: 'it belongs to no task' },
    ]);
  });
});
