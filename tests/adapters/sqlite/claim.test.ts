import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Connection } from '../../../src/adapters/sqlite/connection.ts';
import { openConnection, openStore } from '../../../src/adapters/sqlite/open.ts';
import { createStore } from '../../../src/adapters/sqlite/store.ts';
import type { Change, Store } from '../../../src/ports/store.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestHome, createTestStore } from '../../helpers/store.ts';

const CLAIM_ALL = new URL('./children/claim-all.ts', import.meta.url);

/** A store in which `o-1` may claim. */
const createQueueStore = async (): Promise<Store> => {
  const store = await createTestStore();
  await store.orchestrators.register(createOrchestrator());
  return store;
};

const withTask: readonly Change[] = [
  { type: 'insert-run', run: createRun() },
  { type: 'insert-task', task: createTask() },
];

test('claims the oldest queued job that waits for nothing, and makes it running', async () => {
  const store = await createQueueStore();
  await store.commit([
    ...withTask,
    { type: 'insert-job', job: createJob({ id: 'job-1', status: 'succeeded' }) },
    { type: 'insert-job', job: createJob({ id: 'job-2', waitsFor: 'task-9' }) },
    // Older by the clock, younger by the order of arrival, which counts.
    { type: 'insert-job', job: createJob({ id: 'job-3' }) },
    { type: 'insert-job', job: createJob({ id: 'job-4', createdAt: 0 }) },
  ]);
  const claimed = createJob({
    id: 'job-3',
    status: 'running',
    claimedBy: 'o-1',
    startedAt: 1_763_700_000_123,
    version: 2,
  });
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1_763_700_000_123 })).toEqual(claimed);
  expect(await store.jobs.get('job-3')).toEqual(claimed);
  expect(await claimNext(store, { queue: 'run-2', by: 'o-1', at: 1 })).toBeNull();
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1 })).toMatchObject({ id: 'job-4' });
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1 })).toBeNull();
});

test('a job that no longer waits, or was put back, can be claimed', async () => {
  const store = await createQueueStore();
  await store.commit([...withTask, { type: 'insert-job', job: createJob({ waitsFor: 'task-9' }) }]);
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1 })).toBeNull();
  await store.commit([{ type: 'save-job', job: createJob() }]);
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1 })).not.toBeNull();
  await store.commit([{ type: 'save-job', job: createJob({ interruptions: 1, version: 3 }) }]);
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 2 })).toMatchObject({
    interruptions: 1,
    startedAt: 2,
  });
});

test('two processes claim each of 400 jobs exactly once and never get the same number', {
  timeout: 120_000,
}, async () => {
  const file = join(await createTestHome(), 'state.db');
  const store = await openStore({ file });
  const ids = Array.from({ length: 400 }, (_, index) => `job-${index}`);
  await store.commit([...withTask, ...ids.map((id) => ({ type: 'insert-job', job: createJob({ id }) }) as const)]);
  const children = [startNodeScript(CLAIM_ALL, file), startNodeScript(CLAIM_ALL, file)];
  for (const child of children) expect(await child.line()).toBe('ready');
  for (const child of children) child.say('go');
  const lines = (await Promise.all(children.map((child) => child.rest()))).flat().map((line) => line.split(' '));
  for (const child of children) expect(await child.ended).toEqual({ code: 0, stderr: '' });
  expect(lines.map(([id]) => id).sort()).toEqual(ids.sort());
  expect(new Set(lines.map(([, number]) => number)).size).toBe(400);
  expect(await store.jobs.countByStatus()).toEqual({ running: 400 });
  expect(await store.nextNumber('job')).toBe(401);
  expect(await store.nextNumber('task')).toBe(1);
  await store.close();
});

/** A connection that remembers the SQL it was asked for. */
const createRecorder = () => {
  const connection = openConnection({ file: ':memory:' });
  const asked = new Set<string>();
  const recording: Connection = {
    ...connection,
    statement: <Row>(sql: string) => {
      asked.add(sql);
      return connection.statement<Row>(sql);
    },
  };
  const explain = (sql: string): readonly string[] => {
    const statement = connection.statement<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    return statement.all(...Array.from(sql.matchAll(/\?/g), () => null)).map(({ detail }) => detail);
  };
  return { store: createStore(recording), asked, explain };
};

test('claiming reads what is due, what becomes due and what runs, however many are finished or put off', async () => {
  const { store, asked, explain } = createRecorder();
  await store.orchestrators.register(createOrchestrator());
  await store.commit([...withTask, { type: 'insert-job', job: createJob() }]);
  const before = asked.size;
  const claim = () =>
    claimNext(store, { queue: 'run-1', by: 'o-1', at: 1, maxRunning: 9, maxPerProject: { '/srv/base/main': 9, x: 0 } });
  expect(await claim()).not.toBeNull();
  expect(await claim()).toBeNull();
  await store.jobs.nextAvailableAt('run-1');
  const steps = () => [...asked].slice(before).flatMap(explain);
  const indexes = steps()
    .join('\n')
    .match(/jobs(?: USING.*)?$/gm);
  const expected = [
    // How many run, for the limits of the home and of a project.
    'jobs USING INDEX jobs_by_status (status=?)',
    'jobs USING INDEX command_jobs_by_status (status=?)',
    'jobs USING INDEX jobs_by_status (status=? AND queue=? AND waits_for=? AND available_at=?)',
    'jobs USING INDEX jobs_by_status (status=? AND queue=? AND waits_for=? AND available_at<?)',
    'jobs USING INDEX jobs_by_status (status=? AND queue=? AND waits_for=? AND available_at>?)',
    'jobs USING INDEX sqlite_autoindex_jobs_1 (id=?)',
  ];
  expect(new Set(indexes)).toEqual(new Set(expected));
  expect(steps().join('\n')).not.toContain('TEMP B-TREE');
  // Without an index all jobs are read and sorted.
  const bare = [...asked].slice(before).map((sql) => sql.replaceAll(/FROM jobs\b/g, 'FROM jobs NOT INDEXED'));
  expect(bare.flatMap(explain)).toEqual(expect.arrayContaining(['SCAN jobs', 'USE TEMP B-TREE FOR ORDER BY']));
  await store.close();
});

test('no other question reads a whole table or sorts, but for the lists of everything', async () => {
  const questions: Record<string, (store: Store) => Promise<unknown>> = {
    'runs.get': (store) => store.runs.get('x'),
    'runs.tasksNotDone': (store) => store.runs.tasksNotDone(),
    'runs.newestUnfinished': (store) => store.runs.newestUnfinished(),
    'planItems.namesInUse': (store) => store.planItems.namesInUse('x'),
    'tasks.get': (store) => store.tasks.get('x'),
    'tasks.find': (store) => store.tasks.find('x', null),
    'tasks.find in a run': (store) => store.tasks.find('x', 'run-1'),
    'tasks.inRun': (store) => store.tasks.inRun('x'),
    'jobs.inRun': (store) => store.jobs.inRun('x'),
    'jobs.ofTask': (store) => store.jobs.ofTask('x'),
    'commandJobs.get': (store) => store.commandJobs.get('x'),
    'commandJobs.withStatus': (store) => store.commandJobs.withStatus('running'),
    'commandJobs.claim': (store) => store.commandJobs.claim({ by: 'o-1', maxRunning: 2 }, 1),
    'questions.inRun': (store) => store.questions.inRun('x'),
    'journal.after': (store) => store.journal.after('x', 5),
    'commands.inRun': (store) => store.commands.inRun('x'),
    'leadItems.of': (store) => store.leadItems.of('x', 1),
    'leadItems.newestLead': (store) => store.leadItems.newestLead('x'),
    'moves.inRun': (store) => store.moves.inRun('x'),
    'moves.from': (store) => store.moves.from('x'),
    'jobs.nextAvailableAt': (store) => store.jobs.nextAvailableAt('x'),
    'jobs.countByStatus': (store) => store.jobs.countByStatus(),
    'tasks.countByStatus': (store) => store.tasks.countByStatus(),
    'leases.get': (store) => store.leases.get('x'),
    'orchestrators.beat': (store) => store.orchestrators.beat('x', 1),
    'orchestrators.remove': (store) => store.orchestrators.remove('x'),
    'breakers.get': (store) => store.breakers.get('x'),
    'baselines.get': (store) => store.baselines.get('x'),
  };
  for (const [name, ask] of Object.entries(questions)) {
    const { store, asked, explain } = createRecorder();
    await ask(store);
    const slow = [...asked]
      .flatMap(explain)
      .filter((step) => /SCAN (?!\w+ USING (COVERING )?INDEX)|TEMP B-TREE/.test(step));
    expect(slow, name).toEqual([]);
    await store.close();
  }
});

test('what runs and what kinds of worker are wanted is found by the index, and sorted, since it is little', async () => {
  const { store, asked, explain } = createRecorder();
  await store.jobs.withStatus('running');
  await store.jobs.workersWanted('x', 1);
  const searches = [...asked].flatMap(explain).filter((step) => /SCAN|SEARCH/.test(step));
  expect(searches).toHaveLength(3);
  for (const search of searches) expect(search).toContain('SEARCH jobs USING INDEX jobs_by_status (status=?');
  await store.close();
});
