import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, createCliScene, develop, merge, plan } from './cli-scene.ts';

test('an item that a person sets to In Progress becomes a task, once, without a model', async () => {
  const scene = await createCliScene([], { variables: { ORCHESTRATOR_TRACKER: 'file', OPENAI_API_KEY: undefined } });
  const board = join(scene.home, 'tracker');
  const item = join(board, 'T-7.md');
  mkdirSync(board, { recursive: true });
  writeFileSync(item, '---\ntitle: Greet in two languages\nstatus: In Progress\n---\nWrite a file that greets.\n');
  const first = await scene.run(['dispatcher', '--once', '--json']);
  expect(first.code, first.stderr).toBe(0);
  expect(first.json()).toEqual({ item: 'T-7', outcome: 'started', reason: null });
  expect((await scene.run(['task', 'show', 'T-7', '--json'])).json()).toMatchObject({
    title: 'Greet in two languages',
  });
  expect(await scene.run(['dispatcher', '--once'])).toMatchObject({ code: 0, stdout: '' });
  writeFileSync(item, readFileSync(item, 'utf8').replace('In Progress', 'Approved'));
  expect((await scene.run(['dispatcher', '--once'])).stdout).toMatch(/^T-7: ignored \(.*\)\n$/);
});

test('what a tech lead has done stands on the board when its run has ended', async () => {
  const scene = await createCliScene(
    [
      { calls: [plan({ slug: 'greet', prompt: 'WRITE greet.txt hello' }), develop('greet'), call('wait_for_jobs')] },
      { calls: [merge('greet')] },
      { text: 'Done.' },
    ],
    { variables: { ORCHESTRATOR_TRACKER: 'file', ORCHESTRATOR_NOTIFY: 'file' } },
  );
  const ended = await scene.run(['Add a greeting']);
  expect(ended.code, ended.stderr).toBe(0);
  const board = join(scene.home, 'tracker');
  expect(readFileSync(join(board, 'T-1.md'), 'utf8')).toContain('status: done');
  const comments = readdirSync(join(board, 'comments/T-1')).sort();
  expect(comments.map((name) => name.replace(/^\d+-/, ''))).toEqual([
    'developer.md',
    'stream.md',
    'stream.md',
    'stream.md',
    'stream.md',
  ]);
  expect(readdirSync(scene.home)).not.toContain('notifications');
});
