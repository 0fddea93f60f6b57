import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../src/adapters/sqlite/open.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Job, JobStatus } from '../../../src/domain/job.ts';
import type { Change } from '../../../src/ports/store.ts';
import { seededRandom } from '../../guard/seeded-random.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';
import { type NodeScript, startNodeScript } from '../../helpers/node-script.ts';
import { createJob, createRun, createTask } from '../../helpers/store.ts';
import { ROOT, STORM_QUEUE, type StormOrder } from './storm-order.ts';

const WORKER = new URL('./storm-worker.ts', import.meta.url);

const PROCESSES = 4;

/** Fewer worktrees than jobs: who works in one that another just had has to wait for its turn. */
const WORKTREES = 16;

interface Storm {
  readonly jobs: number;
  readonly jobMs: number;
  /** The longest pause between two kills, in milliseconds. */
  readonly killMs: number;
  readonly seed: number;
}

export interface StormResult {
  readonly statuses: Readonly<Partial<Record<JobStatus, number>>>;
  readonly kills: number;
  /** How often the executors began a job. */
  readonly executions: number;
  /** Jobs that were begun more often than once. */
  readonly repeated: number;
  readonly tookMs: number;
  /** Empty when everything holds. */
  readonly violations: readonly string[];
}

/** Lets four processes work off a queue while one after another is killed with -9 and started again, until every job has ended. */
export const playStorm = async ({ jobs, jobMs, killMs, seed }: Storm): Promise<StormResult> => {
  const order = createOrder(jobMs);
  const settings = loadSettings({ env: order.environment, cwd: order.base, flags: {}, productRoot: ROOT }).settings;
  const { databaseFile: file, mainPath } = settings.layout;
  const store = await openStore({ file });
  await store.commit(createWork(jobs, mainPath));
  const began = performance.now();
  const kills = await killUntilDone(order, killMs, seed);
  const tookMs = performance.now() - began;

  const ended = await store.jobs.inRun('run-1');
  const statuses = await store.jobs.countByStatus();
  const left = (await store.orchestrators.list()).map(({ id }) => `the orchestrator ${id} is still registered`);
  await store.close();
  const ledger = readFileSync(order.ledger, 'utf8').trim().split('\n');
  const starts = ledger.filter((line) => line.startsWith('start ')).map((line) => line.split(' ')[1] ?? '');
  const times = new Map<string, number>();
  for (const job of starts) times.set(job, (times.get(job) ?? 0) + 1);
  return {
    statuses,
    kills,
    executions: starts.length,
    repeated: [...times.values()].filter((count) => count > 1).length,
    tookMs,
    violations: [...left, ...findViolations(ledger, ended, times)],
  };
};

const createOrder = (jobMs: number): StormOrder => {
  const { base, environment } = createGitRepository();
  const marks = join(base, 'marks');
  mkdirSync(marks);
  const ledger = join(base, 'ledger');
  writeFileSync(ledger, '');
  return {
    environment: {
      ...environment,
      ORCHESTRATOR_BASE_DIR: base,
      ORCHESTRATOR_WORKER: 'command',
      ORCHESTRATOR_WORKER_COMMAND: '["true"]',
      ORCHESTRATOR_CHECKS: '[]',
    },
    base,
    ledger,
    marks,
    jobMs,
  };
};

const createWork = (jobs: number, project: string): readonly Change[] => [
  { type: 'insert-run', run: createRun({ mainPath: project }) },
  ...Array.from({ length: jobs }, (_, index): readonly Change[] => {
    const [task, id] = [`T-${index}`, `J-${index}`];
    const worktree = `task-${index % WORKTREES}`;
    return [
      {
        type: 'insert-task',
        task: createTask({ id: task, stage: 'development', worktree, activeJob: { job: id, role: 'developer' } }),
      },
      { type: 'insert-job', job: createJob({ id, task, project, queue: STORM_QUEUE, priority: index % 3 }) },
    ];
  }).flat(),
];

/** Kills one worker after another and starts it again, until all jobs have ended; the number of kills. */
const killUntilDone = async (order: StormOrder, killMs: number, seed: number): Promise<number> => {
  const random = seededRandom(seed);
  /** Those that are at work; one that was killed is among them again when it is ready. */
  const ready: NodeScript[] = [];
  const all: NodeScript[] = [];
  const start = async (): Promise<void> => {
    const worker = startNodeScript(WORKER, JSON.stringify(order));
    all.push(worker);
    if ((await worker.line()) !== null) ready.push(worker);
  };
  const starting = Array.from({ length: PROCESSES }, start);
  await Promise.all(starting);
  for (let kills = 0; ; ) {
    await sleep(random.upTo(killMs));
    // Killed faster than they start, they would get nothing done.
    const victim = ready.length < PROCESSES - 1 ? undefined : ready.splice(random.upTo(ready.length), 1)[0];
    if (victim === undefined) continue;
    victim.kill();
    const end = await victim.ended;
    // Whoever ends by itself has seen that nothing is left to do.
    if (end.code !== null) return await allEnded(starting, all, kills);
    kills += 1;
    starting.push(start());
  }
};

const allEnded = async (starting: readonly Promise<void>[], all: readonly NodeScript[], kills: number) => {
  await Promise.all(starting);
  const ends = await Promise.all(all.map((worker) => worker.ended));
  const failed = ends.find(({ code }) => code !== 0 && code !== null);
  if (failed !== undefined) throw new Error(`a worker failed: ${failed.stderr}`);
  return kills;
};

const findViolations = (
  ledger: readonly string[],
  jobs: readonly Job[],
  times: ReadonlyMap<string, number>,
): readonly string[] => [
  ...ledger.filter((line) => /^(overlap|refused) /.test(line)),
  ...jobs.flatMap(({ id, status, interruptions }) => {
    const executions = times.get(id) ?? 0;
    if (status === 'succeeded') return executions > interruptions + 1 ? [`${id} was executed ${executions} times`] : [];
    return status === 'failed' && interruptions === 1
      ? []
      : [`${id} is ${status} after ${interruptions} interruptions`];
  }),
];
