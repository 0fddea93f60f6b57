import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, createCliScene, develop, merge, plan, waits } from './cli-scene.ts';

/** As the outside of the product fixes them. */
const REPORT_KEYS = ['run', 'status', 'summary', 'plan', 'tasks', 'commands', 'tests', 'files', 'usage', 'durationMs'];
const TASK_KEYS = ['id', 'title', 'branch', 'worktree', 'stage', 'status', 'attempts', 'verdicts', 'merge'];

test('AS-10: two tasks are worked on at once, merged one after another, and nothing is pushed', async () => {
  const meeting = 'MEET ../meeting 2';
  const scene = await createCliScene(
    [
      {
        calls: [
          plan(
            { slug: 'hello', prompt: `${meeting}\nWRITE hello.txt hi` },
            { slug: 'bye', prompt: `${meeting}\nWRITE bye.txt bye` },
          ),
        ],
      },
      { calls: [develop('hello'), develop('bye')] },
      ...waits(2),
      { calls: [merge('hello'), merge('bye')] },
      { text: 'Both greetings are in main.' },
    ],
    { layout: 'origin' },
  );
  const { repository, home } = scene;
  const origin = () => repository.git(['--git-dir', join(repository.base, 'origin.git'), 'for-each-ref']);
  const before = { origin: origin(), head: repository.git(['rev-parse', 'HEAD']) };

  const ended = await scene.run(['Say hello and bye', '--json']);

  expect(ended.stderr).not.toMatch(/error/i);
  expect(ended.code).toBe(0);
  const report = ended.json();
  expect(Object.keys(report)).toEqual(expect.arrayContaining(REPORT_KEYS));
  expect(report).toMatchObject({
    status: 'done',
    summary: 'Both greetings are in main.',
    files: ['bye.txt', 'hello.txt'],
    usage: { inputTokens: 600, cachedTokens: 240, outputTokens: 60, costUsd: null },
    durationMs: expect.any(Number),
  });
  const tasks = report.tasks as unknown as Answer[];
  expect(report.plan).toEqual(tasks.map(({ id, title }) => ({ id, title, dependsOn: [] })));
  for (const task of tasks) {
    expect(Object.keys(task)).toEqual(expect.arrayContaining(TASK_KEYS));
    expect(task).toMatchObject({
      status: 'merged',
      stage: 'done',
      attempts: 1,
      merge: { commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
  }
  expect(tasks.map(({ branch, worktree }) => [branch, worktree])).toEqual([
    ['task/hello', 'task-hello'],
    ['task/bye', 'task-bye'],
  ]);

  // Two merges in a row, each with the branch as its second parent, on the commit that main had.
  const line = repository.git(['log', '--first-parent', '--format=%H %p', `${before.head}..HEAD`]).split('\n');
  expect(line.map((entry) => entry.split(' ').length)).toEqual([3, 3]);
  expect(line.map((entry) => entry.split(' ')[0]).toReversed()).toEqual(
    tasks.map(({ merge: merged }) => (merged as Answer).commit),
  );
  expect(repository.git(['status', '--porcelain'])).toBe('');
  expect(origin(), 'nothing was pushed').toBe(before.origin);

  expect(readdirSync(repository.base).filter((name) => name.startsWith('task-'))).toEqual([]);
  expect(repository.git(['branch', '--list', 'task/*'])).toBe('');
  expect(repository.git(['worktree', 'list']).split('\n')).toHaveLength(1);

  const folder = join(home, 'runs', String(report.run));
  expect(JSON.parse(scene.runFile(report.run, 'report.json'))).toEqual(report);
  expect(scene.runFile(report.run, 'report.md')).toContain('Both greetings are in main.');
  const trace = scene
    .runFile(report.run, 'trace.jsonl')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(trace.filter(({ type }) => type === 'tool-called').map(({ tool }) => tool)).toEqual(
    expect.arrayContaining(['record_plan', 'enqueue_role_agent', 'wait_for_jobs', 'merge_locally']),
  );
  for (const { jobs } of tasks as unknown as { jobs: { job: string; log: string }[] }[]) {
    expect(jobs).toHaveLength(1);
    expect(jobs.map(({ log }) => log)).toEqual(jobs.map(({ job }) => join(folder, `${job}.log`)));
    expect(jobs.every(({ log }) => existsSync(log))).toBe(true);
  }
  expect(scene.server.unexpected).toEqual([]);
});

test('without --json people read what was merged, what was not verified and what it cost', async () => {
  const scene = await createCliScene([
    { calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), develop('hello'), call('wait_for_jobs')] },
    { calls: [merge('hello')] },
    { text: 'Done.' },
  ]);
  const { code, stdout } = await scene.run(['Say hello']);
  expect(code).toBe(0);
  const commit = scene.repository.git(['rev-parse', 'HEAD']);
  for (const words of ['hello', commit.slice(0, 7), 'node check.mjs', 'Nobody reviewed the changes'])
    expect(stdout).toContain(words);
});

test('a final message while a job is under way does not end the run: the lead hears the outcome in another turn', async () => {
  const scene = await createCliScene([
    { calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), develop('hello')] },
    { text: 'That is all.' },
    { calls: [merge('hello')] },
    { text: 'Now it is.' },
  ]);
  const ended = await scene.run(['Say hello', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.json()).toMatchObject({ summary: 'Now it is.', tasks: [{ status: 'merged' }] });
  expect(scene.server.requests[2]?.prompts.at(-1)).toMatch(/J-1 .*succeeded[\s\S]*T-1 .*ready/);
  expect(ended.stderr, 'the trace is off unless it is asked for').not.toMatch(/\btool=/);
});
