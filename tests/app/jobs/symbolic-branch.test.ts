import { describe, expect, it } from 'vitest';
import { runRepoCommand } from '../../../src/app/lead/run-repo-command.ts';
import { createScene, developedScene } from '../app-scene.ts';

const BRANCH = 'refs/heads/task/greet';
const AUTHOR = { name: 'Ada', email: 'ada@example.org' };

describe('INV-10: a worker that makes its branch lead to main', () => {
  it.each([
    ['and leaves a change to be committed', 'WRITE greet.txt hello\n'],
    ['and nothing else', ''],
  ])('%s fails, and our own hand does not move main', async (_what, before) => {
    const scene = await createScene();
    const prompt = `${before}GIT symbolic-ref ${BRANCH} refs/heads/main\nSAY done`;
    const [task] = await scene.plan({ slug: 'greet', prompt });
    if (task === undefined) throw new Error('nothing was planned');
    const main = scene.repository.git(['rev-parse', 'main']);
    await scene.work(task);
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
    expect((await scene.task(task)).state).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('lead to another branch'),
    });
    expect(scene.repository.git(['for-each-ref', '--format=%(symref)', BRANCH])).toBe('');
    expect(scene.repository.git(['rev-parse', BRANCH])).toBe(main);
  });

  it('cannot have the harness commit there, where a plain commit moves main', async () => {
    const scene = await createScene();
    const [task] = await scene.plan({ slug: 'greet', prompt: 'WRITE greet.txt hello\nEXIT 1' });
    if (task === undefined) throw new Error('nothing was planned');
    await scene.work(task);
    const path = scene.worktree(task);
    const main = scene.repository.git(['rev-parse', 'main']);
    scene.repository.git(['symbolic-ref', BRANCH, 'refs/heads/main']);
    const commit = { message: 'm', excluding: [], identity: AUTHOR };
    await expect(scene.app.git.commitAll(path, commit)).rejects.toThrow('leads to another branch');
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
    scene.repository.git(['-C', path, 'commit', '--quiet', '--allow-empty', '--message', 'the harm']);
    expect(scene.repository.git(['rev-parse', 'main'])).not.toBe(main);
  });
});

it('INV-10: nor does a commit of the lead there', async () => {
  const { scene, task } = await developedScene();
  const main = scene.repository.git(['rev-parse', 'main']);
  scene.repository.git(['symbolic-ref', BRANCH, 'refs/heads/main']);
  const order = { worktree: task.worktree, command: 'git commit --allow-empty -m more', call: 'call-1' };
  await runRepoCommand(scene.app, scene.scope, order);
  expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
  expect(scene.repository.git(['for-each-ref', '--format=%(symref)', BRANCH])).toBe('');
  expect(scene.events).toContainEqual(expect.objectContaining({ text: expect.stringContaining('led to another one') }));
});
