import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedModel } from '../../src/adapters/model/scripted-model.ts';
import { runPlan } from '../../src/app/plans/run-plan.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { type BenchScene, createBenchScene, openBenchApp } from './bench-scene.ts';
import { type Figure, ms, paired, timed, times } from './measure.ts';
import { type RecordedCall, recordCalls } from './recorded-calls.ts';
import { taskScript } from './task-script.ts';

const TASKS = 20;
const ROUNDS = 3;

const planIn = (base: string): Plan => ({
  file: join(base, 'plan.yaml'),
  directory: base,
  title: 'Worktrees',
  delivery: 'none',
  tasks: Array.from({ length: TASKS }, (_, index) => ({
    id: `t${index}`,
    work: { type: 'command', argv: ['sh', '-c', `echo ${index} > file-${index}.txt`], promptFile: null },
    dependsOn: index === 0 ? [] : [`t${index - 1}`],
    retries: 0,
    timeoutMs: null,
    worktree: `task-t${index}`,
    branch: `task/t${index}`,
    env: {},
  })),
});

/** A plan of tasks with worktrees, one after another, beside a shell script of the very processes that it starts. */
export const worktreePlan = async (): Promise<readonly Figure[]> => {
  const ours: number[] = [];
  const script: number[] = [];
  let calls = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const scene = createBenchScene();
    try {
      const { app, close } = await openBenchApp(scene, scriptedModel(taskScript(1)), { ORCHESTRATOR_MAX_WORKERS: '1' });
      const order = { fresh: true, output: null };
      const recording = recordCalls();
      ours.push(await timed(() => runPlan(app, planIn(scene.base), order, new AbortController().signal)));
      recording.stop();
      await close();
      calls = recording.calls.length;
      const last = `task/t${TASKS - 1}`;
      const made = scene.git('rev-parse', last);

      putBack(scene);
      const file = writeScript(scene.base, recording.calls);
      script.push(await timed(() => execFileSync('sh', [file], { stdio: 'ignore' })));
      if (scene.git('rev-parse', last) !== made) throw new Error('the script did something else');
    } finally {
      scene.remove();
    }
  }
  const { base, ours: whole, ratio } = paired(script, ours);
  return [
    { what: `${TASKS} tasks with worktrees / a shell script`, value: times(ratio), note: 'of the same processes' },
    { what: 'such a task', value: ms(whole / TASKS), note: `in the script ${ms(base / TASKS)}` },
    { what: 'processes of such a task', value: (calls / TASKS).toFixed(1) },
  ];
};

const putBack = (scene: BenchScene): void => {
  for (const name of readdirSync(scene.base).filter((each) => each.startsWith('task-')))
    rmSync(join(scene.base, name), { recursive: true, force: true });
  scene.restore();
};

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const writeScript = (base: string, calls: readonly RecordedCall[]): string => {
  const lines = calls.map(({ file, argv, cwd, env, input }, index) => {
    const inputFile = join(base, `input-${index}`);
    if (input.length > 0) writeFileSync(inputFile, Buffer.concat(input));
    const variables = Object.entries(env).map(([name, value]) => quoted(`${name}=${value}`));
    const from = input.length > 0 ? quoted(inputFile) : '/dev/null';
    return `(cd ${quoted(cwd ?? base)} && exec env -i ${variables.join(' ')} ${[file, ...argv].map(quoted).join(' ')} < ${from})`;
  });
  const path = join(base, 'script.sh');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
