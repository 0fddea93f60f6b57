import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCodexCli } from '../../../src/adapters/workers/codex/codex-cli.ts';
import { createWorkerScene, ended, jsonLines, request } from './worker-scene.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/contracts');

const usage = (input_tokens: number) => ({
  type: 'turn.completed',
  usage: { input_tokens, cached_input_tokens: 4, output_tokens: 2, reasoning_output_tokens: 1 },
});
const message = (text: string) => ({ type: 'item.completed', item: { id: 'i', type: 'agent_message', text } });
const started = { type: 'thread.started', thread_id: 't1' };
const failed = (text: string) => ({ type: 'turn.failed', error: { message: text } });

describe('invocation', () => {
  test('INV-4: its own sandbox, nobody asked, no network', async () => {
    const { dependencies, program } = await createWorkerScene();
    const codex = await program('codex', 'exit 0');
    expect(createCodexCli(dependencies).invocation(request())).toEqual({
      argv: [
        ...[codex, 'exec', '--json', '--sandbox', 'workspace-write', '--cd', '/base/task-greet'],
        ...['--config', 'approval_policy="never"', '--config', 'sandbox_workspace_write.network_access=false'],
        ...['--config', 'projects={"/base/task-greet"={trust_level="untrusted"}}'],
        ...['--', 'Say hello.'],
      ],
      env: {},
    });
  });

  test('network only for a role whose agent file allows it', async () => {
    const { dependencies } = await createWorkerScene();
    const { argv } = createCodexCli(dependencies).invocation(request({ network: 'allow' }));
    const options = argv.filter((word) => word.startsWith('sandbox_workspace_write.network_access='));
    // The last one counts.
    expect(options.at(-1)).toBe('sandbox_workspace_write.network_access=true');
  });

  test('who commits itself may write where git keeps the commits, and a read-only one never', async () => {
    const { dependencies } = await createWorkerScene();
    const roots = (changes: Parameters<typeof request>[0]) =>
      createCodexCli(dependencies)
        .invocation(request(changes))
        .argv.filter((word) => word.startsWith('sandbox_workspace_write.writable_roots='));
    const commitsInto = ['/base/main/.git/objects'];
    expect(roots({ commitsInto })).toEqual(['sandbox_workspace_write.writable_roots=["/base/main/.git/objects"]']);
    expect(roots({})).toEqual([]);
    expect(roots({ commitsInto, access: 'read-only' })).toEqual([]);
  });

  test.each([
    ['read-only', 'read-only'],
    ['workspace-write', 'workspace-write'],
    ['full', 'danger-full-access'],
  ] as const)('access %s is the sandbox %s', async (access, sandbox) => {
    const { dependencies } = await createWorkerScene();
    const { argv } = createCodexCli(dependencies).invocation(request({ access }));
    expect(argv[argv.indexOf('--sandbox') + 1]).toBe(sandbox);
  });

  test('a fallback model is nothing it could be told, and it says so', async () => {
    const { dependencies } = await createWorkerScene();
    const { argv, ignored } = createCodexCli(dependencies).invocation(request({ fallbackModel: 'small' }));
    expect(argv.join(' ')).not.toContain('small');
    expect(ignored).toEqual(['a fallback model (small)']);
  });

  test('model and effort are passed on', async () => {
    const { dependencies } = await createWorkerScene();
    const { argv } = createCodexCli(dependencies).invocation(request({ model: 'gpt-5.5', effort: 'high' }));
    expect(argv.slice(-6)).toEqual([
      '--model',
      'gpt-5.5',
      '--config',
      'model_reasoning_effort="high"',
      '--',
      'Say hello.',
    ]);
  });

  test('a long prompt comes from its file', async () => {
    const { dependencies, program } = await createWorkerScene();
    const codex = await program('codex', 'exit 0');
    const { argv } = createCodexCli(dependencies).invocation(request({ prompt: 'x'.repeat(200 * 1024) }));
    expect(argv.slice(argv.indexOf('--') + 1, argv.indexOf('--') + 4)).toEqual([request().promptFile, codex, 'exec']);
    expect(argv.at(-1)).toBe('-');
  });

  test("INV-8: npm's wrapper is passed over for the native program", async () => {
    const { dir, dependencies } = await createWorkerScene();
    const triple = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-musl`;
    const modules = join(dir, 'lib', 'node_modules', '@openai');
    const native = join(modules, `codex-linux-${process.arch}`, 'vendor', triple, 'bin');
    await mkdir(join(modules, 'codex', 'bin'), { recursive: true });
    await mkdir(native, { recursive: true });
    await writeFile(join(modules, 'codex', 'bin', 'codex.js'), '#!/usr/bin/env node\n', { mode: 0o755 });
    await writeFile(join(modules, `codex-linux-${process.arch}`, 'package.json'), '{}');
    await symlink(join(modules, 'codex', 'bin', 'codex.js'), join(dir, 'codex'));
    expect(createCodexCli(dependencies).invocation(request()).argv[0]).toBe(join(dir, 'codex'));

    await writeFile(join(native, 'codex'), '');
    const [program] = createCodexCli(dependencies).invocation(request()).argv;
    expect(program).toBe(process.platform === 'linux' ? join(native, 'codex') : join(dir, 'codex'));
  });
});

describe('readEvent', () => {
  const command = { id: 'i', type: 'command_execution', command: "/bin/bash -lc 'npm test'", aggregated_output: '' };
  test.each([
    ['command', 'npm test', { type: 'item.started', item: { ...command, exit_code: null } }],
    ['command', 'npm test (exit code 1)', { type: 'item.completed', item: { ...command, exit_code: 1 } }],
    [
      'edit',
      'add a.ts, update b.ts',
      {
        type: 'item.completed',
        item: {
          type: 'file_change',
          changes: [
            { path: 'a.ts', kind: 'add' },
            { path: 'b.ts', kind: 'update' },
          ],
        },
      },
    ],
    ['message', 'two lines', message('two\n lines')],
    ['error', 'Reconnecting... 1/5', { type: 'error', message: 'Reconnecting... 1/5' }],
    ['usage', '10 tokens in, 2 out', usage(10)],
  ])('%s: %s', async (kind, text, event) => {
    const { dependencies } = await createWorkerScene();
    expect(createCodexCli(dependencies).readEvent(JSON.stringify(event))).toMatchObject({ kind, text });
  });

  test.each([
    '',
    'Reading additional input from stdin...',
    '{',
    '{"type":"turn.started"}',
    '{"type":"item.completed","item":{}}',
  ])('nothing: %s', async (line) => {
    const { dependencies } = await createWorkerScene();
    expect(createCodexCli(dependencies).readEvent(line)).toBeNull();
  });
});

describe('conclude', () => {
  const conclude = async (end: Parameters<typeof ended>[0], log: string) => {
    const { dependencies } = await createWorkerScene();
    return createCodexCli(dependencies).conclude(ended(end), log);
  };

  test('success has the last message and the usage, which counts up within a thread', async () => {
    const log = `warning\n${jsonLines(started, message('first'), usage(10), message('done'), usage(30))}`;
    expect(await conclude({}, log)).toEqual({
      outcome: 'succeeded',
      summary: 'done',
      usage: { inputTokens: 30, cachedTokens: 4, outputTokens: 2, costUsd: null },
    });
  });

  test('an error that was survived does not count', async () => {
    const reconnecting = { type: 'error', message: 'Reconnecting... 1/5 (429 Too Many Requests)' };
    const nonFatal = { type: 'item.completed', item: { type: 'error', message: 'Model metadata not found' } };
    const log = jsonLines(started, nonFatal, reconnecting, message('done'), usage(1));
    expect(await conclude({}, log)).toMatchObject({ outcome: 'succeeded' });
  });

  test('what it says is its own words, classified', async () => {
    const log = jsonLines(started, failed('Rate limit reached, please try again in 20s'));
    expect(await conclude({ exitCode: 1 }, log)).toMatchObject({
      outcome: 'failed',
      failure: 'transient',
      summary: 'Rate limit reached, please try again in 20s',
      retryAfterMs: 20_000,
    });
    expect(await conclude({ exitCode: 1 }, jsonLines(failed('Quota exceeded.')))).toMatchObject({
      outcome: 'blocked',
      failure: 'quota',
      retryAfterMs: null,
    });
  });

  test("an agent's own talk of 401 and 429 is no failure of the service", async () => {
    const log = jsonLines(
      started,
      message('The server answers 401 Unauthorized and 429 Too Many Requests.'),
      failed('stopped'),
    );
    expect(await conclude({ exitCode: 1 }, log)).toMatchObject({ failure: 'task' });
  });

  test('a usage error is plain text', async () => {
    const log = "error: unexpected argument '--oops' found\n\nUsage: codex exec [OPTIONS]\n";
    expect(await conclude({ exitCode: 2 }, log)).toMatchObject({ outcome: 'blocked', failure: 'unavailable' });
  });

  test.each([
    ['an empty log', {}, ''],
    ['a turn that never ended', {}, jsonLines(started, message('working'))],
    ['a failed turn with exit code 0', {}, jsonLines(started, usage(1), failed('stopped'))],
    ['exit code 1 after a completed turn', { exitCode: 1 }, jsonLines(started, message('done'), usage(1))],
    ['a signal', { exitCode: null, signal: 'SIGKILL' }, jsonLines(started)],
  ] as const)('INV-13: %s is no success', async (_, end, log) => {
    expect(await conclude(end, log)).toMatchObject({ outcome: 'failed', failure: 'task' });
  });

  test.each([
    ['deadline', 'at its deadline, after 61 s'],
    ['silent', 'neither printed anything nor changed'],
    ['aborted', 'was stopped'],
    ['output-limit', 'printed more than'],
  ] as const)('INV-14: a run ended by %s says so', async (reason, words) => {
    const conclusion = await conclude({ reason, exitCode: null }, jsonLines(started, message('half'), usage(9)));
    expect(conclusion).toMatchObject({ outcome: 'failed', failure: 'task', summary: expect.stringContaining(words) });
    expect(conclusion.summary).toContain('half');
    expect(conclusion.usage.inputTokens).toBe(9);
  });

  test('a program that cannot be started is unavailable', async () => {
    const conclusion = await conclude({ reason: 'spawn-failed', exitCode: null, error: 'codex: not found' }, '');
    expect(conclusion).toMatchObject({ outcome: 'blocked', failure: 'unavailable' });
    expect(conclusion.summary).toContain('codex: not found');
  });

  const samples = ['codex-exec-json-sample.jsonl', 'codex-exec-tool-sample.jsonl'].map((name) => join(SAMPLES, name));
  test.skipIf(!samples.every((sample) => existsSync(sample)))('recorded runs are successes', async () => {
    for (const sample of samples)
      expect(await conclude({}, readFileSync(sample, 'utf8'))).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('probe', () => {
  const LOGGED_OUT = 'test "$1" = --version && echo codex-cli 0.169.0 && exit 0\necho Not logged in >&2\nexit 1';

  test('a CLI that is missing', async () => {
    const { dependencies } = await createWorkerScene({ PATH: '/nonexistent' });
    const probe = await createCodexCli(dependencies).probe();
    expect(probe).toMatchObject({ ready: false, version: null, fix: 'npm install --global @openai/codex' });
  });

  test('one that is logged in', async () => {
    const { dependencies, program } = await createWorkerScene();
    await program('codex', 'test "$1" = --version && echo codex-cli 0.169.0 || echo Logged in');
    expect(await createCodexCli(dependencies).probe()).toEqual({
      ready: true,
      version: 'codex 0.169.0',
      problem: null,
      fix: null,
    });
  });

  test('one that is not', async () => {
    const { dependencies, program } = await createWorkerScene();
    await program('codex', LOGGED_OUT);
    expect(await createCodexCli(dependencies).probe()).toMatchObject({ ready: false, fix: 'codex login' });
  });

  test('a login check that answers something else is no proof', async () => {
    const { dependencies, program } = await createWorkerScene();
    await program(
      'codex',
      'test "$1" = --version && echo codex-cli 0.170.0 && exit 0\necho unknown command >&2\nexit 2',
    );
    expect(await createCodexCli(dependencies).probe()).toMatchObject({ ready: true });
  });

  test("a provider of the person's own needs its key and no login", async () => {
    const config =
      'model_provider = "local"\n[model_providers.local]\nbase_url = "http://127.0.0.1:1/v1"\nenv_key = "LOCAL_KEY"\n';
    for (const [environment, ready] of [
      [{}, false],
      [{ LOCAL_KEY: 'x' }, true],
    ] as const) {
      const { dir, dependencies, program } = await createWorkerScene(environment);
      await program('codex', LOGGED_OUT);
      await mkdir(join(dir, '.codex'));
      await writeFile(join(dir, '.codex', 'config.toml'), config);
      const probe = await createCodexCli(dependencies).probe();
      expect(probe.ready).toBe(ready);
      expect(probe.problem?.includes('LOCAL_KEY') ?? true).toBe(true);
    }
  });
});
