import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, createCliScene, develop, merge, plan } from './cli-scene.ts';

test('a task waits for the merge of what it depends on, and starts from it', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan(
          { slug: 'base', prompt: 'WRITE base.txt one' },
          { slug: 'next', prompt: 'APPEND base.txt two', depends_on: ['base'] },
        ),
        develop('base'),
      ],
    },
    {
      calls: [develop('next'), call('wait_for_jobs')],
    },
    { calls: [call('wait_for_jobs', { timeout_seconds: 0 }), call('list_worktrees')] },
    { calls: [merge('next'), merge('base'), call('wait_for_jobs')] },
    { calls: [merge('next')] },
    { text: 'Both, in order.' },
  ]);
  const ended = await scene.run(['Build on it', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  const [, , , , waited, worktrees, early] = scene.answers();
  expect(waited?.jobs).toEqual([
    expect.objectContaining({ status: 'succeeded' }),
    expect.objectContaining({ status: 'queued', waits_for: expect.stringMatching(/T-1|base/) }),
  ]);
  expect(JSON.stringify(worktrees), 'its worktree is made after that merge').not.toContain('task-next');
  expect(early).toMatchObject({ merged: false });
  expect(ended.json()).toMatchObject({
    plan: [
      { id: 'T-1', dependsOn: [] },
      { id: 'T-2', dependsOn: ['T-1'] },
    ],
  });
  expect(scene.repository.git(['show', 'HEAD:base.txt'])).toBe('one\ntwo');
});

test('what depends on a task that fails or is called off is skipped, with the cause', async () => {
  const scene = await createCliScene(
    [
      {
        calls: [
          plan(
            { slug: 'base', prompt: 'WRITE base.txt one' },
            { slug: 'next', prompt: 'WRITE next.txt two', depends_on: ['base'] },
          ),
          develop('base'),
        ],
      },
      {
        calls: [develop('next')],
      },
      { calls: [call('wait_for_jobs')] },
      { text: 'It did not work.' },
    ],
    {
      variables: {
        ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['node', '-e', 'console.error("no luck"); process.exit(7)']),
      },
    },
  );
  const ended = await scene.run(['Build on it', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  const tasks = ended.json().tasks as unknown as Answer[];
  expect(tasks).toMatchObject([
    { status: 'failed', reason: 'no luck', jobs: [{ status: 'failed', exitCode: 7 }] },
    { status: 'skipped', reason: expect.stringMatching(/T-1|base/) },
  ]);
  expect(existsSync(join(scene.repository.base, 'task-next'))).toBe(false);
  expect(scene.runFile(ended.json().run, 'J-1.log')).toBe('no luck\n');
});
