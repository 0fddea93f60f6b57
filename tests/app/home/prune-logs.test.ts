import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { pruneLogs } from '../../../src/app/home/prune-logs.ts';
import type { Log } from '../../../src/ports/log.ts';
import { createCommandJob } from '../../helpers/command-job.ts';
import { createJob, createRun, createTask, createTestHome, createTestStore } from '../../helpers/store.ts';

const NOW = 1_763_700_000_000;
const DAY_S = 86_400;

const createScene = async ({ keepDays = 30, keepMax = 500 } = {}) => {
  const home = await createTestHome();
  const store = await createTestStore();
  const warnings: string[] = [];
  const ignore = () => undefined;
  const log: Log = { debug: ignore, info: ignore, warn: (_, text) => void warnings.push(text), error: ignore };
  const layout = { home, mainPath: '/main', worktreesDir: '/', databaseFile: ':memory:' };
  const clock = { now: () => NOW };
  const path = (name: string) => join(home, 'runs', name);
  return {
    home,
    store,
    warnings,
    path,
    /** A file of the home's `runs/` that was last written so many days ago. */
    write: (name: string, daysAgo = 0) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), 'words');
      utimesSync(path(name), NOW / 1000 - daysAgo * DAY_S, NOW / 1000 - daysAgo * DAY_S);
    },
    exists: (...names: readonly string[]) => names.map((name) => existsSync(path(name))),
    prune: () =>
      pruneLogs({ files: createFiles(), store, clock, log, settings: { layout, logs: { keepDays, keepMax } } }),
  };
};

it('removes what is too old, and keeps what is young (MA-102)', async () => {
  const scene = await createScene();
  scene.write('r-1/j-1.log', 31);
  scene.write('r-1/j-2.log', 29);
  scene.write('old.log', 31);
  expect(await scene.prune()).toBe(2);
  expect(scene.exists('r-1/j-1.log', 'r-1/j-2.log', 'old.log')).toEqual([false, true, false]);
  expect(await scene.prune()).toBe(0);
});

it('keeps the newest so many, whatever run they are of (MA-102)', async () => {
  const scene = await createScene({ keepMax: 2 });
  for (const [age, name] of ['r-2/a.log', 'r-1/b.log', 'r-2/c.log', 'r-1/d.log'].entries()) scene.write(name, age);
  expect(await scene.prune()).toBe(2);
  expect(scene.exists('r-2/a.log', 'r-1/b.log', 'r-2/c.log', 'r-1/d.log')).toEqual([true, true, false, false]);
});

it('KB-31 what a look in a browser has kept goes with the log of its server, and nothing else does', async () => {
  const scene = await createScene();
  for (const [look, age] of [
    ['r-1/verification-1', 31],
    ['r-1/verification-2', 1],
    ['r-1/patches', 31],
  ] as const) {
    scene.write(`${look}-server.log`, age);
    scene.write(`${look}/added.png`, age);
  }
  expect(await scene.prune()).toBe(2);
  expect(scene.exists('r-1/verification-1', 'r-1/verification-2', 'r-1/patches')).toEqual([false, true, true]);
});

it('removes the logs of plans by their age alone', async () => {
  const scene = await createScene({ keepMax: 1 });
  for (const [age, name] of ['a.log', 'b.log', 'c.log'].entries()) scene.write(`r-1/logs/${name}`, age);
  scene.write('r-1/logs/old.log', 31);
  expect(await scene.prune()).toBe(1);
  expect(scene.exists('r-1/logs/c.log', 'r-1/logs/old.log')).toEqual([true, false]);
});

it('does not look through the logs of a plan that began too late to have old ones', async () => {
  const scene = await createScene();
  for (const [id, days] of [
    ['young', 29],
    ['old', 31],
  ] as const) {
    await scene.store.commit([{ type: 'insert-run', run: createRun({ id, createdAt: NOW - days * DAY_S * 1000 }) }]);
    scene.write(`${id}/logs/a.log`, 99);
  }
  expect(await scene.prune()).toBe(1);
  expect(scene.exists('young/logs/a.log', 'old/logs/a.log')).toEqual([true, false]);
});

it('never touches other files, directories, links and what they lead to (MA-102)', async () => {
  const scene = await createScene({ keepMax: 1 });
  for (const name of ['r-1/report.md', 'r-1/trace.jsonl', 'r-1/dir.log/deep.txt']) scene.write(name, 99);
  scene.write('../elsewhere/theirs.log', 99);
  symlinkSync(scene.path('../elsewhere'), scene.path('r-9'));
  symlinkSync(scene.path('../elsewhere/theirs.log'), scene.path('r-1/link.log'));
  expect(await scene.prune()).toBe(0);
  expect(scene.exists('r-1/report.md', 'r-1/trace.jsonl', 'r-1/dir.log', 'r-1/link.log', 'r-9/theirs.log')).toEqual(
    Array.from({ length: 5 }, () => true),
  );
});

it('never removes the log of a queued or running job, by whatever way its path leads there (MA-102)', async () => {
  const scene = await createScene();
  for (const name of ['run-1/j-1.log', 'run-1/j-2.log', 'run-1/j-3.log']) scene.write(name, 99);
  symlinkSync(scene.path('.'), join(scene.home, 'another-way'));
  await scene.store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    { type: 'insert-job', job: createJob({ id: 'j-1', log: scene.path('run-1/j-1.log') }) },
    {
      type: 'insert-job',
      job: createJob({ id: 'j-2', status: 'running', log: `${scene.home}/another-way/run-1/j-2.log` }),
    },
    { type: 'insert-job', job: createJob({ id: 'j-3', status: 'succeeded', log: scene.path('run-1/j-3.log') }) },
  ]);
  expect(await scene.prune()).toBe(1);
  expect(scene.exists('run-1/j-1.log', 'run-1/j-2.log', 'run-1/j-3.log')).toEqual([true, true, false]);
});

it('finds nothing in a home without runs (MA-102)', async () => {
  const scene = await createScene();
  expect(await scene.prune()).toBe(0);
  expect(scene.warnings).toEqual([]);
});

it('ends no run when it fails: it says so and removes nothing that may be in use (MA-102)', async () => {
  const scene = await createScene();
  scene.write('r-1/j-1.log', 99);
  await scene.store.close();
  expect(await scene.prune()).toBe(0);
  expect(scene.exists('r-1/j-1.log')).toEqual([true]);
  expect(scene.warnings).toEqual(['old logs could not be removed']);
});

it('keeps the logs of a command that is at work, and counts those of one that has ended', async () => {
  const scene = await createScene();
  await scene.store.commit([
    { type: 'insert-command-job', job: createCommandJob({ id: 'J-1', status: 'running' }) },
    { type: 'insert-command-job', job: createCommandJob({ id: 'J-2', status: 'succeeded' }) },
  ]);
  for (const name of ['J-1/1.out.log', 'J-1/1.err.log', 'J-2/1.out.log']) scene.write(name, 31);
  expect(await scene.prune()).toBe(1);
  expect(scene.exists('J-1/1.out.log', 'J-1/1.err.log', 'J-2/1.out.log')).toEqual([true, true, false]);
});
