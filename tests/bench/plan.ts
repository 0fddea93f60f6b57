import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchScene, createBenchScene } from './bench-scene.ts';
import { type Benchmark, type Figure, ms, times } from './measure.ts';
import { type Run, runMeasured } from './peak-memory.ts';
import { writeGraph } from './plan-graph.ts';
import { worktreePlan } from './plan-worktrees.ts';
import { packProgram } from './start-up.ts';

const SIZES = [
  { tasks: 200, chains: 20 },
  { tasks: 1_000, chains: 100 },
  { tasks: 10_000, chains: 1_000 },
];

type Side = (directory: string) => Promise<Run>;

/** Three programs for the same graph, two tasks at a time. */
const sidesOf = (
  { base, environment }: BenchScene,
  launcher: string,
): Readonly<Record<'ours' | 'make' | 'wireit', Side>> => {
  const wireit = fileURLToPath(import.meta.resolve('wireit/bin/wireit.js'));
  const env = { ...environment, NODE_COMPILE_CACHE: join(base, 'compile-cache') };
  const ours = { ...env, ORCHESTRATOR_BASE_DIR: base, ORCHESTRATOR_MAX_WORKERS: '2' };
  const script = { npm_lifecycle_event: 'all', npm_config_user_agent: 'npm/11.0.0' };
  return {
    ours: (cwd) =>
      runMeasured(process.execPath, [launcher, 'run', 'plan.yaml', '--fresh', '--json'], { cwd, env: ours }),
    make: (cwd) => runMeasured('make', ['-j2', '--silent', 'all'], { cwd, env }),
    wireit: (cwd) =>
      runMeasured(process.execPath, [wireit], {
        cwd,
        env: {
          ...env,
          ...script,
          npm_package_json: join(cwd, 'package.json'),
          WIREIT_PARALLEL: '2',
          WIREIT_CACHE: 'none',
          WIREIT_LOGGER: 'quiet',
        },
      }),
  };
};

const compare = async (scene: BenchScene): Promise<readonly Figure[]> => {
  const sides = sidesOf(scene, packProgram(join(scene.base, 'package')));
  const directory = join(scene.base, 'graph');
  mkdirSync(directory);
  const measure = async (graph: (typeof SIZES)[number]) => {
    writeGraph(directory, graph);
    return {
      ours: await sides.ours(directory),
      make: await sides.make(directory),
      wireit: await sides.wireit(directory),
    };
  };
  // Starting the program is no task's cost; the first start also fills the compile cache.
  await measure({ tasks: 1, chains: 1 });
  const idle = await measure({ tasks: 1, chains: 1 });
  const figures: Figure[] = [];
  let first: Run | null = null;
  for (const graph of SIZES) {
    const { ours, make, wireit } = await measure(graph);
    const each = (run: Run, start: Run): number => (run.ms - start.ms) / graph.tasks;
    const cost = each(ours, idle.ours);
    figures.push({
      what: `a task of ${graph.tasks.toLocaleString('en')} that do nothing`,
      value: ms(cost),
      aim: '2 ms, flat',
      note: `make ${ms(each(make, idle.make))}, wireit ${ms(each(wireit, idle.wireit))}; ${times(each(wireit, idle.wireit) / cost)} as fast as wireit`,
    });
    figures.push({
      what: 'memory at its highest',
      value: `${ours.peakMb.toFixed(0)} MB`,
      ...(first === null ? {} : { note: times(ours.peakMb / first.peakMb) }),
    });
    first ??= ours;
  }
  return figures;
};

/** What the plan runner itself costs: its schedule, its books and its starts of processes, against others on the same graph. */
export const plan: Benchmark = {
  name: 'plan',
  measure: async () => {
    const scene = createBenchScene();
    try {
      return [...(await compare(scene)), ...(await worktreePlan())];
    } finally {
      rmSync(join(scene.base, 'graph'), { recursive: true, force: true });
      scene.remove();
    }
  },
};
