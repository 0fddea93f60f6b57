import { expect, test } from 'vitest';
import { createOpencodeCli } from '../../../src/adapters/workers/opencode/opencode-cli.ts';
import { createWorkerScene, ended, jsonLines, request } from './worker-scene.ts';

const opencode = async () => createOpencodeCli((await createWorkerScene()).dependencies);

const step = (reason: string, cost = 0) => ({
  type: 'step_finish',
  part: { reason, cost, tokens: { input: 60, output: 10, reasoning: 2, cache: { read: 40, write: 5 } } },
});
const text = (words: string) => ({ type: 'text', part: { text: words } });
const tool = (name: string, input: object, title: string) => ({
  type: 'tool_use',
  part: { tool: name, state: { status: 'completed', input, title } },
});
const error = (message: string, statusCode: number) => ({
  type: 'error',
  error: { name: 'APIError', data: { message, statusCode } },
});

test('invocation names the worktree, the model and the permissions', async () => {
  const { argv, env } = (await opencode()).invocation(
    request({ model: 'local/m', effort: 'high', access: 'read-only' }),
  );
  expect(argv).toEqual([
    ...['opencode', 'run', '--format', 'json', '--dir', '/base/task-greet'],
    ...['--model', 'local/m', '--variant', 'high', '--', 'Say hello.'],
  ]);
  expect(JSON.parse(env.OPENCODE_PERMISSION ?? '')).toMatchObject({ edit: 'deny', bash: 'deny' });
});

test('the tool for pages is a matter of the network', async () => {
  const permissions = async (network: 'none' | 'allow') =>
    JSON.parse((await opencode()).invocation(request({ access: 'read-only', network })).env.OPENCODE_PERMISSION ?? '');
  expect(await permissions('none')).toMatchObject({ webfetch: 'deny' });
  expect(await permissions('allow')).toMatchObject({ webfetch: 'allow', edit: 'deny' });
});

test.each([
  ['command', 'npm test', tool('bash', { command: 'npm test' }, 'tests')],
  ['edit', 'write b.txt', tool('write', { filePath: 'b.txt' }, 'b.txt')],
  ['other', 'read b.txt', tool('read', {}, 'b.txt')],
  ['message', 'hello', text('hello')],
  ['error', 'bad', error('bad', 400)],
  ['usage', '105 tokens in, 12 out', step('stop')],
])('readEvent %s: %s', async (kind, words, event) => {
  expect((await opencode()).readEvent(JSON.stringify(event))).toMatchObject({ kind, text: words });
});

test('conclude adds up the steps', async () => {
  const log = jsonLines(step('tool-calls', 0.25), text('done'), step('stop', 0.25));
  expect((await opencode()).conclude(ended(), log)).toEqual({
    outcome: 'succeeded',
    summary: 'done',
    usage: { inputTokens: 210, cachedTokens: 90, outputTokens: 24, costUsd: 0.5 },
  });
});

test.each([
  ['login', 'blocked', [error('no', 401)], 1],
  ['transient', 'failed', [error('slow down', 429)], 1],
  ['task', 'failed', [step('tool-calls')], 0],
  ['task', 'failed', [], 0],
] as const)('INV-13: %s is %s', async (failure, outcome, events, exitCode) => {
  expect((await opencode()).conclude(ended({ exitCode }), jsonLines(...events))).toMatchObject({ failure, outcome });
});

test('probe asks for the version alone', async () => {
  const { dependencies, program } = await createWorkerScene();
  await program('opencode', 'test "$1" = --version && echo 1.18.33');
  expect(await createOpencodeCli(dependencies).probe()).toMatchObject({ ready: true, version: 'opencode 1.18.33' });
});
