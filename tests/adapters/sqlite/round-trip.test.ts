import { expect, test } from 'vitest';
import { openConnection } from '../../../src/adapters/sqlite/open.ts';
import { createStore } from '../../../src/adapters/sqlite/store.ts';
import type { JobStatus } from '../../../src/domain/job.ts';
import type { Baseline, CommandRecord, JournalEntry, MainMove } from '../../../src/domain/journal.ts';
import type { Question, QuestionAbout } from '../../../src/domain/question.ts';
import type { RunStatus } from '../../../src/domain/run.ts';
import { isSettled, type TaskState, type TaskStatus } from '../../../src/domain/task.ts';
import type { CheckRun, GateOutcome, Verdict } from '../../../src/domain/verdict/verdict.ts';
import type { Change, Store } from '../../../src/ports/store.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

const usage = { inputTokens: 1200, cachedTokens: 800, outputTokens: 90, costUsd: 0.0123 };
const check: CheckRun = {
  command: 'npm test',
  argv: ['npm', 'test'],
  exitCode: null,
  durationMs: 12.5,
  output: 'é\u0000\n',
  knownRed: true,
};

const storeWithTask = async (): Promise<Store> => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
  ]);
  return store;
};

test('runs of every status come back as they were given, newest first', async () => {
  const statuses = { running: 0, done: 0, failed: 0, blocked: 0, waiting: 0, stopped: 0 } satisfies Record<
    RunStatus,
    0
  >;
  const runs = Object.keys(statuses).map((status) =>
    createRun({
      id: `run-${status}`,
      status: status as RunStatus,
      delivery: 'patch-only',
      usage,
      turns: 3,
      endedAt: 7,
    }),
  );
  const store = await createTestStore();
  await store.commit(runs.map((run): Change => ({ type: 'insert-run', run })));
  expect(await store.runs.list()).toEqual(runs.toReversed());
  expect(await store.runs.get('run-done')).toEqual(runs[1]);
  expect(await store.runs.get('run-none')).toBeNull();
  expect(await store.runs.newestUnfinished()).toMatchObject({ id: 'run-stopped' });
});

test('there is no newest unfinished run when all are over', async () => {
  const store = await createTestStore();
  await store.commit([{ type: 'insert-run', run: createRun({ status: 'failed' }) }]);
  expect(await store.runs.newestUnfinished()).toBeNull();
});

const states = {
  planned: { status: 'planned' },
  running: { status: 'running', job: 'job-1' },
  ready: { status: 'ready' },
  merged: { status: 'merged', commit: 'c'.repeat(40) },
  'sent-back': { status: 'sent-back', reason: 'red' },
  failed: { status: 'failed', reason: 'twice' },
  blocked: { status: 'blocked', reason: 'task-9 failed', owner: 'lead' },
  waiting: { status: 'waiting', reason: 'approval', owner: 'person' },
  skipped: { status: 'skipped', reason: 'no need' },
  cancelled: { status: 'cancelled', reason: 'changed mind' },
} satisfies Record<TaskStatus, TaskState>;

test('tasks of every state come back as they were given, in order of insertion', async () => {
  const store = await createTestStore();
  const tasks = Object.values(states).map((state) => createTask({ id: `task-${state.status}`, state }));
  await store.commit([
    { type: 'insert-run', run: createRun() },
    ...tasks.map((task): Change => ({ type: 'insert-task', task })),
  ]);
  expect(await store.tasks.list()).toEqual(tasks);
  expect(await store.tasks.inRun('run-1')).toEqual(tasks);
  expect(await store.tasks.inRun('run-2')).toEqual([]);
});

test('names are in use until their task is settled', async () => {
  const store = await createTestStore();
  const tasks = Object.values(states).map((state) => createTask({ id: `task-${state.status}`, state }));
  await store.commit([
    { type: 'insert-run', run: createRun() },
    ...tasks.map((task): Change => ({ type: 'insert-task', task })),
  ]);
  const names = tasks
    .filter(({ state }) => !isSettled(state))
    .flatMap(({ slug, branch, worktree }) => [slug, branch, worktree]);
  expect(await store.tasks.namesInUse()).toEqual(new Set(names));
});

test('a task keeps its verdicts with all their evidence, saved over and over', async () => {
  const store = await storeWithTask();
  const outcomes = { pass: 0, fail: 0, pending: 0 } satisfies Record<GateOutcome, 0>;
  const verdicts = Object.keys(outcomes).map(
    (outcome): Verdict => ({
      gate: 'merge',
      candidate: 't'.repeat(40),
      outcome: outcome as GateOutcome,
      reason: 'because',
      evidence:
        outcome === 'pass'
          ? { paths: ['a b'], checks: [check], conflicts: ['x'], diff: '-a\n+b', approvedBy: 'Ann', commit: 'c' }
          : {},
      at: 5,
    }),
  );
  const task = createTask({
    dependsOn: ['task-0'],
    base: 'origin/main',
    baseCommit: 'b'.repeat(40),
    head: 'h'.repeat(40),
    candidate: 't'.repeat(40),
    activeJob: { job: 'job-1', role: 'developer' },
    attempts: { developer: 2, reviewer: 1 },
    verdicts,
    feedback: ['first', 'второй'],
  });
  await store.commit([{ type: 'save-task', task }]);
  await store.commit([{ type: 'save-task', task: { ...task, version: 2 } }]);
  expect(await store.tasks.get('task-1')).toEqual({ ...task, version: 3 });
});

test('a task is found by its id, or as the newest one of a slug', async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-run', run: createRun({ id: 'run-2' }) },
    { type: 'insert-task', task: createTask({ id: 'task-1', slug: 'greet' }) },
    { type: 'insert-task', task: createTask({ id: 'task-2', slug: 'greet' }) },
    { type: 'insert-task', task: createTask({ id: 'task-3', slug: 'greet', run: 'run-2' }) },
  ]);
  expect(await store.tasks.find('task-1', null)).toMatchObject({ id: 'task-1' });
  expect(await store.tasks.find('greet', null)).toMatchObject({ id: 'task-3' });
  expect(await store.tasks.find('greet', 'run-1')).toMatchObject({ id: 'task-2' });
  expect(await store.tasks.find('greet', 'run-3')).toBeNull();
});

test('the dependents of a task follow what is saved', async () => {
  const store = await storeWithTask();
  const second = createTask({ id: 'task-2', dependsOn: ['task-1', 'task-1'] });
  await store.commit([
    { type: 'insert-task', task: second },
    { type: 'insert-task', task: createTask({ id: 'task-3', dependsOn: ['task-2', 'task-1'] }) },
  ]);
  const ids = async (of: string) => (await store.tasks.dependents(of)).map(({ id }) => id);
  expect(await ids('task-1')).toEqual(['task-2', 'task-3']);
  await store.commit([{ type: 'save-task', task: { ...second, dependsOn: ['task-3'] } }]);
  expect(await ids('task-1')).toEqual(['task-3']);
  expect(await ids('task-3')).toEqual(['task-2']);
});

test('jobs of every status come back as they were given', async () => {
  const statuses = {
    queued: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    blocked: 0,
    'timed-out': 0,
    cancelled: 0,
  } satisfies Record<JobStatus, 0>;
  const jobs = Object.keys(statuses).map((status) =>
    createJob({
      id: `job-${status}`,
      status: status as JobStatus,
      waitsFor: 'task-9',
      exitCode: 1,
      usage,
      startedAt: 1,
      endedAt: 2,
    }),
  );
  const store = await storeWithTask();
  await store.commit(jobs.map((job): Change => ({ type: 'insert-job', job })));
  expect(await store.jobs.inRun('run-1')).toEqual(jobs);
  expect(await store.jobs.ofTask('task-1')).toEqual(jobs);
  expect(await store.jobs.withStatus('timed-out')).toEqual([jobs[5]]);
  expect(await store.jobs.countByStatus()).toEqual(
    Object.fromEntries(Object.keys(statuses).map((status) => [status, 1])),
  );
  await store.commit([{ type: 'save-job', job: createJob({ id: 'job-running', summary: 'done' }) }]);
  expect(await store.jobs.get('job-running')).toEqual(createJob({ id: 'job-running', summary: 'done', version: 2 }));
});

test('questions about everything come back as they were given, open ones until they are answered', async () => {
  const store = await storeWithTask();
  const abouts = {
    lead: { type: 'lead', call: 'call_1' },
    command: { type: 'command', worktree: 'greet', argv: ['npm', 'ci'] },
    gate: { type: 'gate', gate: 'merge', candidate: 't', wants: 'decision' },
  } satisfies Record<QuestionAbout['type'], QuestionAbout>;
  const questions = Object.values(abouts).map(
    (about, index): Question => ({
      id: `q-${index + 1}`,
      run: 'run-1',
      task: about.type === 'lead' ? null : 'task-1',
      about,
      text: 'May I?',
      options: ['yes', 'no'],
      state: { status: 'open' },
      askedAt: index,
    }),
  );
  await store.commit(questions.map((question): Change => ({ type: 'save-question', question })));
  expect(await store.questions.open()).toEqual(questions);
  const [lead, command, gate] = questions as [Question, Question, Question];
  const answered: Question = { ...lead, state: { status: 'answered', answer: 'yes', by: 'Ann', at: 9 } };
  const closed: Question = { ...gate, state: { status: 'closed' } };
  await store.commit([
    { type: 'save-question', question: answered },
    { type: 'save-question', question: closed },
  ]);
  expect(await store.questions.open()).toEqual([command]);
  expect(await store.questions.get('q-1')).toEqual(answered);
  expect(await store.questions.inRun('run-1')).toEqual([answered, command, closed]);
});

test('the journal is numbered in the order of its entries and read from any of them on', async () => {
  const store = await createTestStore();
  const entry = (run: string, at: number): JournalEntry => ({
    run,
    task: null,
    type: 'noted',
    data: { deep: [{ at }], none: null },
    at,
  });
  await store.commit([
    { type: 'append-journal', entry: entry('run-1', 1) },
    { type: 'append-journal', entry: entry('run-2', 2) },
    { type: 'append-journal', entry: entry('run-1', 3) },
  ]);
  expect(await store.journal.after('run-1', 0)).toEqual([
    { ...entry('run-1', 1), seq: 1 },
    { ...entry('run-1', 3), seq: 3 },
  ]);
  expect(await store.journal.after('run-1', 1)).toEqual([{ ...entry('run-1', 3), seq: 3 }]);
});

test('the items of each lead are appended in order and kept word for word', async () => {
  const store = await createTestStore();
  const append = (lead: number, items: readonly string[]): Change => ({
    type: 'append-lead-items',
    run: 'run-1',
    lead,
    items,
  });
  await store.commit([{ type: 'insert-run', run: createRun() }, append(1, ['{"a": 1}', '{"a":2}'])]);
  expect(await store.leadItems.newestLead('run-1')).toBe(1);
  await store.commit([append(2, ['{"b":1}']), append(1, ['{"a":3}'])]);
  expect(await store.leadItems.of('run-1', 1)).toEqual(['{"a": 1}', '{"a":2}', '{"a":3}']);
  expect(await store.leadItems.of('run-1', 2)).toEqual(['{"b":1}']);
  expect(await store.leadItems.newestLead('run-1')).toBe(2);
  expect(await store.leadItems.newestLead('run-2')).toBe(0);
});

test('commands, moves of main and baselines come back as they were given', async () => {
  const store = await storeWithTask();
  const decisions = { allow: 0, ask: 0, deny: 0 } satisfies Record<CommandRecord['decision'], 0>;
  const commands = Object.keys(decisions).map(
    (decision): CommandRecord => ({
      time: '2026-11-21T10:00:00.000Z',
      run: 'run-1',
      task: null,
      worktree: 'main',
      command: 'git status',
      argv: ['git', 'status'],
      decision: decision as CommandRecord['decision'],
      rule: 'git',
      reason: 'reads only',
      dry: false,
      exitCode: 0,
      durationMs: 4,
      outputBytes: 17,
    }),
  );
  const move: MainMove = {
    id: 'move-1',
    run: 'run-1',
    task: 'task-1',
    from: 'a',
    to: 'b',
    by: 'o-1',
    state: 'announced',
  };
  const baseline: Baseline = { key: 'digest', tree: 't', checks: [check] };
  await store.commit([
    ...commands.map((command): Change => ({ type: 'append-command', command })),
    { type: 'save-move', move },
    { type: 'save-move', move: { ...move, id: 'move-2', state: 'undone' } },
    { type: 'save-baseline', baseline: { ...baseline, checks: [] } },
    { type: 'save-baseline', baseline },
  ]);
  expect(await store.commands.inRun('run-1')).toEqual(commands);
  expect(await store.moves.unfinished()).toEqual([move]);
  await store.commit([{ type: 'save-move', move: { ...move, state: 'done' } }]);
  expect(await store.moves.unfinished()).toEqual([]);
  expect((await store.moves.inRun('run-1')).map(({ state }) => state)).toEqual(['done', 'undone']);
  expect(await store.baselines.get('digest')).toEqual(baseline);
  expect(await store.baselines.get('other')).toBeNull();
});

test('numbers of a series count up, each series by itself', async () => {
  const store = await createTestStore();
  expect(await store.nextNumber('task')).toBe(1);
  expect(await store.nextNumber('task')).toBe(2);
  expect(await store.nextNumber('question')).toBe(1);
});

test('appending to a long conversation writes the new items and nothing else', async () => {
  const connection = openConnection({ file: ':memory:' });
  const store = createStore(connection);
  const items = Array.from({ length: 500 }, (_, index) => JSON.stringify({ index, text: 'x'.repeat(1_000) }));
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'append-lead-items', run: 'run-1', lead: 1, items },
  ]);
  const rowsChanged = () => connection.statement<{ rows: number }>('SELECT total_changes() AS rows').get()?.rows ?? 0;
  const before = rowsChanged();
  await store.commit([{ type: 'append-lead-items', run: 'run-1', lead: 1, items: ['{"a":1}', '{"a":2}'] }]);
  expect(rowsChanged() - before).toBe(2);
  await store.close();
});
