import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ScriptedTurn, startScriptedServer } from '../helpers/scripted-responses-server.ts';
import { createBenchScene } from './bench-scene.ts';
import { type Benchmark, median } from './measure.ts';
import { packProgram } from './start-up.ts';

const TASKS = 100;
const SAMPLES = 20;

const slugs = Array.from({ length: TASKS }, (_, index) => `note-${index + 1}`);

/** Plans tasks of which all but the first wait for that one, whose worker does not end. */
const TURNS: readonly ScriptedTurn[] = [
  {
    calls: [
      {
        name: 'record_plan',
        input: {
          summary: 'One after another',
          tasks: slugs.map((slug, index) => ({
            slug,
            title: `Write ${slug}`,
            prompt: 'Leave a note in the repository.',
            kind: 'docs',
            depends_on: index === 0 ? [] : slugs.slice(0, 1),
          })),
        },
      },
    ],
  },
  {
    calls: slugs.map((task) => ({
      name: 'enqueue_role_agent',
      input: { task, role: 'developer', instructions: 'Write it.' },
    })),
  },
  { calls: [{ name: 'wait_for_jobs', input: {} }] },
];

/** Resident memory of the packed program while a hundred tasks of a run wait. Linux only: it is read from `/proc`. */
export const waitingTasks: Benchmark = {
  name: 'waiting-tasks',
  measure: async () => {
    const scene = createBenchScene();
    const waiting = Promise.withResolvers<void>();
    const server = await startScriptedServer(({ turn }) => {
      if (turn === TURNS.length - 1) waiting.resolve();
      return TURNS[turn] ?? { hang: true };
    });
    try {
      const launcher = packProgram(join(scene.base, 'package'));
      const child = spawn(process.execPath, [launcher, 'Write notes', '--yes'], {
        cwd: scene.base,
        env: {
          ...scene.environment,
          OPENAI_API_KEY: 'key-of-no-service',
          OPENAI_BASE_URL: server.url,
          ORCHESTRATOR_BASE_DIR: scene.base,
          ORCHESTRATOR_WORKER: 'command',
          ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(['sleep', '600']),
          ORCHESTRATOR_CHECKS: JSON.stringify([['test', '-f', 'README.md']]),
          ORCHESTRATOR_SETUP: '[]',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const said: Buffer[] = [];
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
      const ended = once(child, 'close');
      const early = ended.then(() => {
        throw new Error(`the run ended: ${Buffer.concat(said).toString()}`);
      });
      early.catch(() => undefined);
      await Promise.race([waiting.promise, early]);
      await sleep(2_000);
      const samples: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        samples.push(residentMegabytes(child.pid ?? 0, 'VmRSS'));
        await sleep(100);
      }
      const peak = residentMegabytes(child.pid ?? 0, 'VmHWM');
      child.kill('SIGINT');
      await ended;
      return [
        {
          what: `resident memory, ${TASKS} tasks waiting`,
          value: `${median(samples).toFixed(0)} MB`,
          aim: '120 MB',
          note: `at most ${peak.toFixed(0)} MB`,
        },
      ];
    } finally {
      await server.close();
      scene.remove();
    }
  },
};

const residentMegabytes = (pid: number, field: 'VmRSS' | 'VmHWM'): number => {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1000;
};
