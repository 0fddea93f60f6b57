import { join } from 'node:path';
import { scriptedModel } from '../../src/adapters/model/scripted-model.ts';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { createBenchScene, openBenchApp } from './bench-scene.ts';
import { type Benchmark, ms, paired, timed, times } from './measure.ts';
import { type RecordedCall, recordCalls, replayCalls } from './recorded-calls.ts';
import { taskScript } from './task-script.ts';

const TASKS = 5;
const ROUNDS = 5;

/**
 * The main job, one worker at a time, against the processes that it starts and nothing else: what is left is our own work.
 * Both begin with the same repository and end with the same main.
 */
export const taskCost: Benchmark = {
  name: 'task-cost',
  measure: async () => {
    const ours: number[] = [];
    const bare: number[] = [];
    let calls: readonly RecordedCall[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const scene = createBenchScene();
      try {
        const { app, close } = await openBenchApp(scene, scriptedModel(taskScript(TASKS)), {
          ORCHESTRATOR_MAX_WORKERS: '1',
        });
        const recording = recordCalls();
        const goal = { goal: 'Notes', pipeline: null };
        ours.push(await timed(() => runMainJob(app, goal, new AbortController().signal)));
        recording.stop();
        await close();
        calls = recording.calls;
        const merged = scene.git('rev-parse', 'main');

        scene.restore();
        bare.push(await timed(() => replayCalls(calls, join(scene.base, 'output'))));
        if (scene.git('rev-parse', 'main') !== merged) throw new Error('the repetition did something else');
      } finally {
        scene.remove();
      }
    }
    const { base, ours: whole, ratio } = paired(bare, ours);
    const git = calls.filter(({ file }) => file.endsWith('git'));
    return [
      { what: `a run of ${TASKS} tasks / its bare calls`, value: times(ratio), aim: '1.10' },
      { what: 'a task', value: ms(whole / TASKS), note: `bare calls ${ms(base / TASKS)}` },
      { what: 'our own work in it', value: ms((whole - base) / TASKS), note: 'whatever the disk takes for the calls' },
      { what: 'git processes a task', value: (git.length / TASKS).toFixed(1), note: countsOf(git) },
      { what: 'other processes a task', value: ((calls.length - git.length) / TASKS).toFixed(1) },
    ];
  },
};

const countsOf = (git: readonly RecordedCall[]): string => {
  const counts = new Map<string, number>();
  for (const { argv } of git) {
    const command = argv.find((word, index) => word !== '-c' && argv[index - 1] !== '-c') ?? '';
    counts.set(command, (counts.get(command) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([command, count]) => `${command} ${(count / TASKS).toFixed(1)}`)
    .join(', ');
};
