import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClaudeCli } from '../../../src/adapters/workers/claude/claude-cli.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';
import { createWorkerScene, ended, jsonLines, request } from './worker-scene.ts';

const SAMPLE = resolve(import.meta.dirname, '../../../../shared/contracts/claude-stream-json-sample.jsonl');

const result = (changes: Readonly<Record<string, unknown>> = {}) => ({
  duration_api_ms: 1,
  total_cost_usd: 0.5,
  usage: { input_tokens: 60, cache_creation_input_tokens: 10, cache_read_input_tokens: 40, output_tokens: 7 },
  permission_denials: [],
  terminal_reason: 'completed',
  is_error: false,
  subtype: 'success',
  api_error_status: null,
  result: 'done',
  type: 'result',
  ...changes,
});
const assistant = (...content: readonly unknown[]) => ({ type: 'assistant', message: { content } });

const claude = async () => createClaudeCli((await createWorkerScene()).dependencies);

describe('invocation', () => {
  test("INV-6: a worktree's own settings play no part", async () => {
    const { argv, env } = (await claude()).invocation(request({ model: 'opus', effort: 'high' }));
    expect(argv).toEqual([
      ...['claude', '--print', '--output-format', 'stream-json', '--verbose'],
      ...['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash,Edit,Write,Read,Glob,Grep'],
      ...['--setting-sources', 'user', '--model', 'opus', '--effort', 'high', '--', 'Say hello.'],
    ]);
    expect(env).toEqual({ DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' });
  });

  test('a fallback model is passed on once, and no flag stands for what is not set', async () => {
    const cli = await claude();
    const { argv, ignored } = cli.invocation(request({ fallbackModel: 'haiku' }));
    expect(argv.filter((word) => word === '--fallback-model')).toHaveLength(1);
    expect(argv[argv.indexOf('--fallback-model') + 1]).toBe('haiku');
    expect(ignored).toBeUndefined();
    const bare = cli.invocation(request()).argv;
    for (const flag of ['--model', '--effort', '--fallback-model']) expect(bare).not.toContain(flag);
  });

  test('read-only leaves it no tool that writes', async () => {
    const { argv } = (await claude()).invocation(request({ access: 'read-only' }));
    expect(argv[argv.indexOf('--tools') + 1]).toBe('Read,Glob,Grep');
    expect(argv).not.toContain('--allowedTools');
  });

  test('tools for pages only for a role whose agent file allows the network', async () => {
    const { argv } = (await claude()).invocation(request({ network: 'allow' }));
    expect(argv[argv.indexOf('--allowedTools') + 1]).toBe('Bash,Edit,Write,Read,Glob,Grep,WebFetch,WebSearch');
  });

  test('a long prompt comes from its file', async () => {
    const { dependencies, program } = await createWorkerScene();
    const file = await program('claude', 'exit 0');
    const { argv } = createClaudeCli(dependencies).invocation(request({ prompt: 'x'.repeat(200 * 1024) }));
    expect(argv).toContain(request().promptFile);
    expect(argv.at(argv.indexOf(request().promptFile) + 1)).toBe(file);
  });
});

test.each([
  ['command', 'npm test', assistant({ type: 'tool_use', name: 'Bash', input: { command: 'npm test' } })],
  ['edit', 'write src/a.ts', assistant({ type: 'tool_use', name: 'Write', input: { file_path: 'src/a.ts' } })],
  ['other', 'read src/a.ts', assistant({ type: 'tool_use', name: 'Read', input: { file_path: 'src/a.ts' } })],
  ['message', 'hello', assistant({ type: 'text', text: 'hello' })],
  [
    'error',
    'rate_limit 429, next try in 3695 ms',
    { type: 'system', subtype: 'api_retry', error: 'rate_limit', error_status: 429, retry_delay_ms: 3695 },
  ],
  ['usage', '110 tokens in, 7 out', result()],
])('readEvent %s: %s', async (kind, text, event) => {
  expect((await claude()).readEvent(JSON.stringify(event))).toMatchObject({ kind, text });
});

test.each(['', 'plain', '{"type":"system","subtype":"init"}', '{"type":"user"}'])(
  'readEvent nothing: %s',
  async (line) => {
    expect((await claude()).readEvent(line)).toBeNull();
  },
);

describe('conclude', () => {
  test('success has the message, the usage with cached input counted in, and the cost', async () => {
    expect((await claude()).conclude(ended(), jsonLines(assistant(), result()))).toEqual({
      outcome: 'succeeded',
      summary: 'done',
      usage: { inputTokens: 110, cachedTokens: 50, outputTokens: 7, costUsd: 0.5 },
    });
  });

  test('the usage names the model that wrote the most', async () => {
    const modelUsage = { small: { outputTokens: 10 }, large: { outputTokens: 900 } };
    expect((await claude()).conclude(ended(), jsonLines(result({ modelUsage }))).usage.model).toBe('large');
  });

  test('MA-100: a usage that cannot be read is none, and spoils nothing else', async () => {
    const spoilt = result({ usage: 'garbage', total_cost_usd: 'x', modelUsage: [] });
    expect((await claude()).conclude(ended(), jsonLines(spoilt))).toEqual({
      outcome: 'succeeded',
      summary: 'done',
      usage: NO_USAGE,
    });
  });

  test('the usage of a result in another form than that of the stream is read all the same', async () => {
    const log = `words\n${JSON.stringify({ usage: { output_tokens: 3 }, cost_usd: 1 }, null, 2)}`;
    expect((await claude()).conclude(ended({ exitCode: 1 }), log).usage).toMatchObject({ outputTokens: 3, costUsd: 1 });
  });

  test('denied tools are named', async () => {
    const log = jsonLines(result({ permission_denials: [{ tool_name: 'WebFetch' }, { tool_name: 'WebFetch' }] }));
    expect((await claude()).conclude(ended(), log).summary).toBe('done\n(Not permitted to the agent: WebFetch.)');
  });

  test.each([
    ['transient', 'failed', { is_error: true, api_error_status: 429, result: 'API Error: slow down' }],
    ['transient', 'failed', { is_error: true, api_error_status: 529, result: 'API Error: Overloaded' }],
    ['login', 'blocked', { is_error: true, api_error_status: null, result: 'Not logged in · Please run /login' }],
    ['quota', 'blocked', { is_error: true, api_error_status: 400, result: 'Credit balance is too low' }],
    ['task', 'failed', { is_error: true, subtype: 'error_max_turns', result: null }],
  ] as const)('INV-13: is_error is a failure whatever the subtype says: %s', async (failure, outcome, changes) => {
    const conclusion = (await claude()).conclude(ended({ exitCode: 1 }), jsonLines(result(changes)));
    expect(conclusion).toMatchObject({ failure, outcome });
    expect((await claude()).conclude(ended(), jsonLines(result(changes)))).toMatchObject({ failure, outcome });
  });

  test('INV-13: a log without a result is no success', async () => {
    expect((await claude()).conclude(ended(), jsonLines(assistant({ type: 'text', text: 'hi' })))).toMatchObject({
      outcome: 'failed',
    });
  });

  test.skipIf(!existsSync(SAMPLE))('a recorded run is a success', async () => {
    expect((await claude()).conclude(ended(), readFileSync(SAMPLE, 'utf8'))).toMatchObject({ outcome: 'succeeded' });
  });
});

test.each([
  ['logged out', {}, 'echo \'{ "loggedIn": false }\'; exit 1', false],
  ['logged out, but with a key', { ANTHROPIC_API_KEY: 'x' }, 'exit 1', true],
  ['a version that knows no such command', {}, 'echo unknown command; exit 1', true],
] as const)('probe: %s', async (_, environment, script, ready) => {
  const { dependencies, program } = await createWorkerScene(environment);
  await program('claude', `test "$1" = --version && echo '2.1.328 (Claude Code)' && exit 0\n${script}`);
  expect(await createClaudeCli(dependencies).probe()).toMatchObject({ ready, version: 'claude 2.1.328' });
});
