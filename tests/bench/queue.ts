import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { better, defineQueue } from 'plainjob';
import { openConnection } from '../../src/adapters/sqlite/open.ts';
import { createStore } from '../../src/adapters/sqlite/store.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Store } from '../../src/ports/store.ts';
import { claimNext } from '../helpers/claim-next.ts';
import { type Benchmark, type Figure, median, paired, perSecond, timed, times } from './measure.ts';
import { benchJob, benchRun, benchTask } from './stored-work.ts';

const BATCH = 100;
const CYCLES = 500;
const ROUNDS = 7;

const FINISHED = 1_000_000;
const DELAYED = 100_000;
const CLAIMS = 300;

type Durability = 'FULL' | 'NORMAL';

/** A queue to put jobs into, claim them from and finish them in. */
interface Side {
  oneByOne(count: number): Promise<void>;
  /** As much at once as its API offers. */
  inBatches(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Our store, with the means to fill it other than one job at a time. */
const openOurs = async (directory: string, durability: Durability) => {
  const connection = openConnection({ file: join(directory, `ours-${durability}.db`) });
  connection.statement(`PRAGMA synchronous = ${durability}`).run();
  const store = createStore(connection);
  await store.commit([
    { type: 'insert-run', run: benchRun },
    { type: 'insert-task', task: benchTask(1) },
  ]);
  const row = { id: 'o-1', pid: 1, startTime: '1', kind: 'worker', startedAt: 0, heartbeatAt: 0 } as const;
  await store.orchestrators.register(row);
  return { connection, store };
};

const claim = async (store: Store): Promise<Job> => {
  const job = await claimNext(store, { queue: 'shared', by: 'o-1', at: Date.now() });
  if (job === null) throw new Error('no job is due');
  return job;
};

const finished = (job: Job) => ({ type: 'save-job', job: { ...job, status: 'succeeded', endedAt: 1 } }) as const;

const ours = async (directory: string, durability: Durability): Promise<Side> => {
  const { store } = await openOurs(directory, durability);
  let last = 0;
  const nextJob = () => {
    last += 1;
    return { type: 'insert-job', job: benchJob(`J-${last}`) } as const;
  };
  return {
    oneByOne: async (count) => {
      for (let cycle = 0; cycle < count; cycle += 1) {
        await store.commit([nextJob()]);
        await store.commit([finished(await claim(store))]);
      }
    },
    inBatches: async (count) => {
      for (let done = 0; done < count; done += BATCH) {
        await store.commit(Array.from({ length: BATCH }, nextJob));
        const order = { queue: 'shared', by: 'o-1', at: Date.now() };
        await store.commit((await store.jobs.claim(order, BATCH)).map(finished));
      }
    },
    close: store.close,
  };
};

const SILENT = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** plainjob 0.0.14, with what one of our jobs holds as its data. */
const plainjob = async (directory: string, durability: Durability): Promise<Side> => {
  const database = new BetterSqlite3(join(directory, `plainjob-${durability}.db`));
  const queue = defineQueue({ connection: better(database), logger: SILENT });
  database.pragma(`synchronous = ${durability}`);
  const work = () => {
    const claimed = queue.getAndMarkJobAsProcessing('bench');
    if (claimed === undefined) throw new Error('no job is due');
    queue.markJobAsDone(claimed.id);
  };
  return {
    oneByOne: async (count) => {
      for (let cycle = 0; cycle < count; cycle += 1) {
        queue.add('bench', benchJob(`J-${cycle}`));
        work();
      }
    },
    inBatches: async (count) => {
      for (let done = 0; done < count; done += BATCH) {
        queue.addMany(
          'bench',
          Array.from({ length: BATCH }, (_, index) => benchJob(`J-${index}`)),
        );
        for (let index = 0; index < BATCH; index += 1) work();
      }
    },
    close: async () => queue.close(),
  };
};

const compare = async (directory: string, durability: Durability): Promise<readonly Figure[]> => {
  const sides = { base: await plainjob(directory, durability), ours: await ours(directory, durability) };
  const measure = async (way: 'oneByOne' | 'inBatches') => {
    await sides.base[way](BATCH);
    await sides.ours[way](BATCH);
    const took: { base: number[]; ours: number[] } = { base: [], ours: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      took.base.push(await timed(() => sides.base[way](CYCLES)));
      took.ours.push(await timed(() => sides.ours[way](CYCLES)));
    }
    return paired(took.base, took.ours);
  };
  const single = await measure('oneByOne');
  const batched = await measure('inBatches');
  await sides.base.close();
  await sides.ours.close();
  const rateOf = (ms: number) => perSecond((CYCLES * 1_000) / ms);
  return [
    { what: `cycles one by one, ${durability}`, value: rateOf(single.ours), note: `plainjob ${rateOf(single.base)}` },
    { what: 'ours / plainjob', value: times(1 / single.ratio), aim: '1.00 x' },
    {
      what: `in batches of ${BATCH}, ${durability}`,
      value: rateOf(batched.ours),
      note: `plainjob ${rateOf(batched.base)}`,
    },
    { what: 'ours / plainjob', value: times(1 / batched.ratio), aim: '3.00 x' },
  ];
};

/** Copies of one job that differ in their ids, made by SQLite itself. */
const FILL = `
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
  INSERT INTO jobs (id, run, task, body)
  SELECT ? || n, '${benchRun.id}', '${benchTask(1).id}', replace(?, '"ID"', '"' || ? || n || '"') FROM numbers`;

const compareClaims = async (directory: string): Promise<readonly Figure[]> => {
  const { connection, store } = await openOurs(directory, 'FULL');
  /** The median of a claim among as many ready jobs each time, in microseconds. */
  const latency = async (name: string): Promise<number> => {
    await store.commit(
      Array.from({ length: CLAIMS * 2 }, (_, n) => ({ type: 'insert-job', job: benchJob(`${name}-${n}`) }) as const),
    );
    for (let index = 0; index < CLAIMS; index += 1) await store.commit([finished(await claim(store))]);
    const took: number[] = [];
    for (let index = 0; index < CLAIMS; index += 1) {
      let job: Job | null = null;
      took.push(await timed(async () => (job = await claim(store))));
      if (job !== null) await store.commit([finished(job)]);
    }
    return median(took) * 1_000;
  };
  const fill = (count: number, prefix: string, job: Job) =>
    connection.write(() => connection.statement(FILL).run(count, prefix, JSON.stringify(job), prefix));
  const empty = await latency('before');
  // Only while it is filled: with the usual cache that takes minutes.
  connection.statement('PRAGMA cache_size = -500000').run();
  await fill(FINISHED, 'F-', { ...benchJob('ID'), status: 'succeeded', endedAt: 1 });
  await fill(DELAYED, 'D-', { ...benchJob('ID'), availableAt: Date.now() + 86_400_000 });
  connection.statement('PRAGMA cache_size = -2000').run();
  const full = await latency('after');
  await store.close();
  return [
    { what: 'a claim, FULL, among few jobs', value: `${empty.toFixed(0)} µs` },
    {
      what: `with ${FINISHED.toLocaleString('en')} finished, ${DELAYED.toLocaleString('en')} delayed`,
      value: `${full.toFixed(0)} µs`,
    },
    { what: 'full / empty', value: times(full / empty), aim: 'flat' },
  ];
};

/** Jobs put in, claimed and finished, each step a transaction of its own unless it says otherwise. */
export const queue: Benchmark = {
  name: 'queue',
  measure: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bench-queue-'));
    try {
      return [
        ...(await compare(directory, 'FULL')),
        ...(await compare(directory, 'NORMAL')),
        ...(await compareClaims(mkdtempSync(join(directory, 'claims-')))),
      ];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
