import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call, createCliScene, develop, merge, plan } from './cli-scene.ts';

const REPORTS = ['framework-log-analysis', 'framework-bug-report', 'framework-fix-plan'].map(
  (name) => `framework-review/${name}.md`,
);

const createRunScene = () =>
  createCliScene([
    {
      calls: [
        plan({ slug: 'slow', prompt: 'MARK ../pid\nHANG ../go\nWRITE slow.txt done' }),
        develop('slow'),
        call('wait_for_jobs'),
      ],
    },
    { calls: [call('wait_for_jobs')] },
    { calls: [merge('slow')] },
    { text: 'Done at last.' },
  ]);

const until = async (isThere: () => boolean): Promise<void> => {
  while (!isThere()) await sleep(10);
};

test('AS-17, YA-18..20: a framework review waits for the main run, also for the one that goes on after a kill -9', async () => {
  const scene = await createRunScene();
  const lock = join(scene.home, 'logs/framework-run.lock');
  const running = scene.start(['Take your time']);
  await until(() => existsSync(join(scene.repository.base, 'pid')));
  const held = JSON.parse(readFileSync(lock, 'utf8'));
  expect(held).toMatchObject({ pid: running.pid, startTime: expect.any(String), start: expect.any(String) });

  const prompt = REPORTS.map((path) => `WRITE ${path} text`).join('\n');
  const options = ['--title', 'What went wrong', '--prompt', prompt, '--pipeline', 'framework-review', '--json'];
  const created = await scene.run(['task', 'create', ...options]);
  expect(created.code, created.stderr).toBe(0);
  const task = String(created.json().id);
  const show = async () => (await scene.run(['task', 'show', task, '--json'])).json();
  await scene.run(['worker', '--once']);
  const waiting = await show();
  expect(waiting).toMatchObject({ status: 'waiting', owner: 'main run', jobs: [] });
  expect(waiting.reason).toContain(`process ${running.pid} since`);

  running.kill('SIGKILL');
  await running.ended;
  expect(existsSync(lock)).toBe(true);
  writeFileSync(join(scene.repository.base, 'go'), '');
  const resumed = await scene.run(['resume']);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toContain(`process ${running.pid}`);
  expect(resumed.stderr).toContain('stale lock');
  expect(existsSync(lock)).toBe(false);

  await scene.run(['worker', '--once']);
  expect(await show()).toMatchObject({ status: 'merged' });
  for (const path of REPORTS) expect(scene.repository.git(['show', `HEAD:${path}`])).toBe('text');

  const lines = readFileSync(join(scene.home, 'logs/framework-run.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const event of events)
    expect(event).toMatchObject({
      time: expect.any(String),
      event: expect.any(String),
      task: expect.toSatisfy(isTask),
    });
  const kinds = events.map(({ event }) => event);
  expect(kinds).toEqual(
    expect.arrayContaining(['run-started', 'job-started', 'job-ended', 'merged', 'notice', 'run-ended']),
  );
});

const isTask = (task: unknown): boolean => task === null || /^T-\d+$/.test(String(task));

test.each(['SIGTERM', 'SIGINT'] as const)('YA-18: the lock is gone after %s', async (signal) => {
  const scene = await createRunScene();
  const running = scene.start(['Take your time']);
  await until(() => existsSync(join(scene.repository.base, 'pid')));
  expect(existsSync(join(scene.home, 'logs/framework-run.lock'))).toBe(true);
  running.kill(signal);
  expect((await running.ended).code).toBe(130);
  expect(existsSync(join(scene.home, 'logs/framework-run.lock'))).toBe(false);
});
