import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import { NO_USAGE } from '../../src/domain/usage/usage.ts';
import { type AppScene, plannedScene } from './app-scene.ts';

/** Variables for an agent that writes a file and then prints these lines. */
const agentPrinting = (kind: 'command' | 'claude', ...lines: readonly string[]) => {
  const directory = mkdtempSync(join(tmpdir(), 'agent-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const program = join(directory, 'claude');
  const script = ['#!/bin/sh', 'echo hello > greet.txt', "cat <<'END'", ...lines, 'END', ''].join('\n');
  writeFileSync(program, script, { mode: 0o755 });
  return {
    ORCHESTRATOR_WORKER: kind,
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify([program]),
    ORCHESTRATOR_CHECKS: '[]',
    ANTHROPIC_API_KEY: 'test-key-of-no-service',
    PATH: `${directory}:${process.env.PATH}`,
  };
};

/** Performs a job of the task; its record, and what the log was warned of. */
const perform = async (scene: AppScene, task: Task) => {
  const warnings: string[] = [];
  Object.assign(scene.app.log, { warn: (_: object, text: string) => void warnings.push(text) });
  return { job: await scene.work(task), warnings };
};

const RESULT = {
  type: 'result',
  subtype: 'success',
  result: 'done',
  total_cost_usd: 0.5,
  usage: { input_tokens: 60, cache_creation_input_tokens: 10, cache_read_input_tokens: 40, output_tokens: 7 },
  modelUsage: { small: { outputTokens: 1 }, large: { outputTokens: 6 } },
};
const USAGE = { inputTokens: 110, cachedTokens: 50, outputTokens: 7, costUsd: 0.5, model: 'large' };

it.each(['command', 'claude'] as const)('what the agent %s says it used stands in its job (MA-100)', async (kind) => {
  const { scene, task } = await plannedScene('Greet the world.', {
    variables: agentPrinting(kind, JSON.stringify(RESULT)),
  });
  const { job, warnings } = await perform(scene, task);
  expect(job).toMatchObject({ status: 'succeeded', usage: USAGE });
  expect(warnings).toEqual([]);
});

it('a usage that cannot be read is a warning, and the work goes on (MA-100, MA-178)', async () => {
  const garbage = JSON.stringify({ ...RESULT, usage: 'garbage', total_cost_usd: null, modelUsage: 3 });
  const { scene, task } = await plannedScene('Greet the world.', {
    variables: agentPrinting('claude', 'noise "', garbage),
  });
  const { job, warnings } = await perform(scene, task);
  expect(job).toMatchObject({ status: 'succeeded', usage: NO_USAGE });
  expect(warnings).toEqual(['the log of a worker does not say what it used']);
  expect((await scene.task(task)).state).toMatchObject({ status: 'ready' });
});
