import { expect, it } from 'vitest';
import { roleDuration } from '../../../src/app/jobs/role-duration.ts';
import type { Job } from '../../../src/domain/job.ts';
import type { Log } from '../../../src/ports/log.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

const storeWith = async (...jobs: readonly Partial<Job>[]) => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    ...jobs.map((job, number) => ({ type: 'insert-job' as const, job: createJob({ id: `j-${number}`, ...job }) })),
  ]);
  return store;
};

const createLog = () => {
  const debugged: string[] = [];
  const unexpected = (_: object, text: string) => expect.unreachable(text);
  const log: Log = {
    debug: (_, text) => void debugged.push(text),
    info: unexpected,
    warn: unexpected,
    error: unexpected,
  };
  return { log, debugged };
};

const OF = { task: 'task-1', role: 'developer', measured: null };

it.each<[string, Partial<Job>[], number | null]>([
  ['of one run, in whole seconds', [{ startedAt: 1000, endedAt: 126_900 }], 125],
  [
    'of the latest one that ended',
    [
      { startedAt: 5000, endedAt: 9000 },
      { startedAt: 1000, endedAt: 3000 },
      { startedAt: 9000, endedAt: null },
    ],
    4,
  ],
  ['of no run', [], null],
  ['of another role', [{ role: 'tester', startedAt: 1000, endedAt: 2000 }], null],
  ['of a run that has not ended', [{ startedAt: 1000 }], null],
  ['of a run that never began', [{ endedAt: 1000 }], null],
  ['of a run that ended before it began', [{ startedAt: 5000, endedAt: 1000 }], null],
])('is read from the store: %s (MA-095, MA-184)', async (_, jobs, seconds) => {
  const { log, debugged } = createLog();
  expect(await roleDuration({ store: await storeWith(...jobs), log }, OF)).toBe(seconds);
  expect(debugged).toEqual([]);
});

it('is what was measured, where it was (MA-184)', async () => {
  const store = await storeWith({ startedAt: 1000, endedAt: 126_900 });
  expect(await roleDuration({ store, log: createLog().log }, { ...OF, measured: 5 })).toBe(5);
});

it('is unknown when the store cannot be read (MA-184)', async () => {
  const store = await storeWith();
  await store.close();
  const { log, debugged } = createLog();
  expect(await roleDuration({ store, log }, OF)).toBeNull();
  expect(debugged).toEqual(['how long a role worked could not be read']);
});
