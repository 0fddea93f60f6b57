import { expect, test } from 'vitest';
import { scriptedModel } from '../../src/adapters/model/scripted-model.ts';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { createBenchScene, openBenchApp } from '../bench/bench-scene.ts';
import { recordCalls } from '../bench/recorded-calls.ts';
import { taskScript } from '../bench/task-script.ts';

/** Starting git is most of what a task costs: a step that asks again what was known shows here before it shows in any time. */
const MOST_OF_A_TASK = 35;

const gitProcesses = async (tasks: number): Promise<number> => {
  const scene = createBenchScene();
  try {
    const { app, close } = await openBenchApp(scene, scriptedModel(taskScript(tasks)), {
      ORCHESTRATOR_MAX_WORKERS: '1',
    });
    const recording = recordCalls();
    try {
      const report = await runMainJob(app, { goal: 'Notes', pipeline: null }, new AbortController().signal);
      expect(report.status).toBe('done');
    } finally {
      recording.stop();
      await close();
    }
    return recording.calls.filter(({ file }) => file.endsWith('git')).length;
  } finally {
    scene.remove();
  }
};

test('a further task takes no more git processes than it did', async () => {
  const processes = ((await gitProcesses(4)) - (await gitProcesses(2))) / 2;
  expect(processes).toBeLessThanOrEqual(MOST_OF_A_TASK);
  // Less than the least that setting up, committing, checking and merging take: then nothing was counted.
  expect(processes).toBeGreaterThan(15);
}, 120_000);
