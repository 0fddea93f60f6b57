import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCliScene, plan, waits } from './cli-scene.ts';
import type { TaskView } from './delivery/delivery-scene.ts';

const AGENT = join(import.meta.dirname, '../app/strict/agent-strict.mjs');

test('KB-35 a main job that asks for it goes through the strict stages, and its report ends with the five items (KB-33)', async () => {
  const orders = mkdtempSync(join(tmpdir(), 'orders-'));
  const scene = await createCliScene(
    [
      { calls: [plan({ slug: 'greet', prompt: 'Write a file that greets the whole world.' })] },
      ...waits(3),
      { text: 'The greeting is in main.' },
    ],
    {
      variables: {
        ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['node', AGENT, '{prompt_file}', '{role}', orders]),
      },
    },
  );
  const ended = await scene.run(['Greet the world, through the orchestrator', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stderr).toContain('asks for the pipeline strict');
  const report = ended.json();
  const [task] = report.tasks as unknown as readonly TaskView[];
  expect(task).toMatchObject({ pipeline: 'strict', status: 'merged', stage: 'done', attempts: 1 });
  expect(task?.jobs.map(({ role }) => role)).toEqual(['executor', 'test-author', 'reviewer']);
  expect(scene.repository.git(['show', 'main:ORCH_RUN.md'])).toContain('Write a file that greets the whole world.');

  const iterations = JSON.parse(
    readFileSync(join(scene.home, 'artifacts', String(task?.id), 'iterations.json'), 'utf8'),
  );
  expect(report.final).toMatchObject({
    elapsedMs: expect.any(Number),
    iterations: iterations.length,
    document: join(scene.home, 'runs', String(report.run), 'ORCH_RUN.md'),
    link: expect.stringContaining('main at '),
    notes: expect.arrayContaining([expect.stringContaining('research: skipped')]),
  });
});
