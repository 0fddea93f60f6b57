import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedModel } from '../../src/adapters/model/scripted-model.ts';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { createBenchScene, openBenchApp, ROOT } from './bench-scene.ts';
import { type Benchmark, ms, paired, timed, times } from './measure.ts';
import { taskScript } from './task-script.ts';

const ROUNDS = 40;

/** The bundle as `npm pack` ships it, without the sources that a checkout would run instead. Returns the launcher's path. */
export const packProgram = (directory: string): string => {
  mkdirSync(directory, { recursive: true });
  for (const part of ['bin', 'prompts', '.openclaw', 'package.json']) {
    cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.ts'), join(directory, 'dist')], { stdio: 'pipe' });
  return join(directory, 'bin/orchestrator.mjs');
};

/** What a command costs a person who calls it often: the whole process, against a Node that does nothing. */
export const startUp: Benchmark = {
  name: 'start-up',
  measure: async () => {
    const scene = createBenchScene();
    try {
      const launcher = packProgram(join(scene.base, 'package'));
      const { app, close } = await openBenchApp(scene, scriptedModel(taskScript(2)));
      await runMainJob(app, { goal: 'Two notes', pipeline: null }, new AbortController().signal);
      await close();

      const sides = { node: ['-e', '0'], help: [launcher, '--help'], status: [launcher, 'status'] };
      const env = { ...scene.environment, NODE_COMPILE_CACHE: join(scene.base, 'compile-cache') };
      const run = (argv: readonly string[]): void => {
        const { status, stderr } = spawnSync(process.execPath, argv, { cwd: scene.base, env, encoding: 'utf8' });
        if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
      };
      const taken = { node: [] as number[], help: [] as number[], status: [] as number[] };
      for (const argv of Object.values(sides)) run(argv);
      for (let round = 0; round < ROUNDS; round += 1) {
        taken.node.push(await timed(() => run(sides.node)));
        taken.help.push(await timed(() => run(sides.help)));
        taken.status.push(await timed(() => run(sides.status)));
      }
      const help = paired(taken.node, taken.help);
      const status = paired(taken.node, taken.status);
      return [
        { what: 'node -e 0', value: ms(help.base) },
        { what: '--help', value: times(help.ratio), aim: '2.0', note: ms(help.ours) },
        { what: 'status, one finished run', value: times(status.ratio), aim: '3.0', note: ms(status.ours) },
      ];
    } finally {
      scene.remove();
    }
  },
};
