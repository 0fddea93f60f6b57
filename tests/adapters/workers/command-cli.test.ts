import { describe, expect, test } from 'vitest';
import { createCommandCli } from '../../../src/adapters/workers/command/command-cli.ts';
import { createWorkerCli } from '../../../src/adapters/workers/create-worker-cli.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import { createWorkerScene, ended, request } from './worker-scene.ts';

const cli = async (...command: readonly string[]) =>
  createCommandCli((await createWorkerScene()).dependencies, command);

describe('invocation', () => {
  test('fills in placeholders within words, once', async () => {
    const worker = await cli('agent', '--role={role}', '{prompt}', 'in {worktree}, from {prompt_file}', '{other}');
    const { argv } = worker.invocation(request({ prompt: 'Keep {role} and $& as they are.' }));
    expect(argv).toEqual([
      ...['agent', '--role=developer', 'Keep {role} and $& as they are.'],
      ...['in /base/task-greet, from /home/runs/r-1/j-1.prompt.md', '{other}'],
    ]);
  });

  test('a prompt that no word can hold is pointed to', async () => {
    const { argv } = (await cli('agent', '{prompt}')).invocation(request({ prompt: 'x'.repeat(200 * 1024) }));
    expect(argv[1]).toContain(request().promptFile);
    expect(argv[1]?.length).toBeLessThan(1000);
  });
});

describe('conclude', () => {
  test('the exit code decides and the last lines are the summary', async () => {
    const worker = await cli('agent');
    expect(worker.conclude(ended(), 'a\nb\n\nc\nd\ne\nf\n')).toMatchObject({
      outcome: 'succeeded',
      summary: 'b\nc\nd\ne\nf',
    });
    expect(worker.conclude(ended({ exitCode: 3 }), 'broken\n')).toMatchObject({
      outcome: 'failed',
      failure: 'task',
      summary: 'broken',
    });
  });

  test('a silent success is left to the application', async () => {
    expect((await cli('agent')).conclude(ended(), '')).toMatchObject({ outcome: 'succeeded' });
    expect((await cli('agent')).conclude(ended({ exitCode: 1 }), '')).toMatchObject({
      outcome: 'failed',
      summary: 'The command ended with exit code 1 and printed nothing.',
    });
  });

  test('what it used is read from the last result in its output', async () => {
    const log = 'working\n{"usage":{"input_tokens":5,"output_tokens":2},"total_cost_usd":0.1,"model":"m"}\nbye\n';
    expect((await cli('agent')).conclude(ended(), log)).toMatchObject({
      usage: { inputTokens: 5, cachedTokens: 0, outputTokens: 2, costUsd: 0.1, model: 'm' },
    });
  });

  test('words of a service are understood', async () => {
    const conclusion = (await cli('agent')).conclude(
      ended({ exitCode: 1 }),
      'HTTP 429 Too Many Requests, retry-after: 5\n',
    );
    expect(conclusion).toMatchObject({ failure: 'transient', retryAfterMs: 5000 });
  });
});

test('probe looks for the program and doubts nothing that it cannot know', async () => {
  const missing = await (await cli('no-such-agent')).probe();
  expect(missing).toMatchObject({ ready: false, problem: expect.stringContaining('no-such-agent') });
  for (const program of ['sh', '/bin/sh', './agent', '{worktree}/agent']) {
    expect(await (await cli(program)).probe(), program).toMatchObject({ ready: true });
  }
});

test('every kind has its adapter; the command needs a command', async () => {
  const { dependencies } = await createWorkerScene();
  for (const kind of ['codex', 'claude', 'opencode'] as const) {
    expect((await createWorkerCli(kind, dependencies)).kind).toBe(kind);
  }
  expect((await createWorkerCli('command', dependencies, ['sh'])).kind).toBe('command');
  for (const command of [null, []]) {
    const worker = await createWorkerCli('command', dependencies, command);
    expect(await worker.probe()).toMatchObject({ ready: false, fix: expect.stringContaining('WORKER_COMMAND') });
    expect(() => worker.invocation(request())).toThrow(OrchestratorError);
  }
});
