import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGitRepository } from '../helpers/git-repository.ts';
import { type CliScene, createCliScene } from './cli-scene.ts';

/** Each starts the program several times. */
const LONG = { timeout: 120_000 };

interface JobLine {
  readonly job: string;
  readonly status: string;
  readonly iterations: number;
  readonly reason: string | null;
}

const create = async (scene: CliScene, repo: string, script: string, ...options: string[]): Promise<string> => {
  const words = ['job', 'create', '--repo', repo, ...options, '--json', '--', 'sh', '-c', script];
  const made = await scene.run(words);
  expect(made.code, made.stderr).toBe(0);
  return String(made.json().job);
};

const show = async (scene: CliScene, job: string): Promise<JobLine> =>
  (await scene.run(['job', 'show', job, '--json'])).json() as unknown as JobLine;

const register = async (scene: CliScene, id: string) => {
  const repository = createGitRepository();
  repository.commit({ '.gitignore': 'ignored\ngo\n' });
  expect((await scene.run(['repo', 'add', id, repository.main])).code).toBe(0);
  return repository;
};

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await setTimeout(50);
};

test('KB-26: `worker --once` does one of two jobs, and ends well when none is due', LONG, async () => {
  const scene = await createCliScene();
  await register(scene, 'shop');
  const first = await create(scene, 'shop', 'echo COMPLETED');
  const second = await create(scene, 'shop', 'echo COMPLETED');
  const once = await scene.run(['worker', '--once']);
  expect([once.code, once.stderr]).toEqual([0, expect.stringContaining('1 job ended')]);
  expect(await show(scene, first)).toMatchObject({ status: 'succeeded', iterations: 1 });
  expect(await show(scene, second)).toMatchObject({ status: 'queued', iterations: 0 });
  expect((await scene.run(['worker', '--once'])).code).toBe(0);
  const idle = await scene.run(['worker', '--once']);
  expect([idle.code, idle.stderr]).toEqual([0, '0 jobs ended: none was due\n']);
  expect((await scene.run(['status', '--json'])).json()).toMatchObject({ jobs: { succeeded: 2 } });
  const artifacts = join(scene.home, 'artifacts', first);
  expect(readFileSync(join(artifacts, 'summary.json'), 'utf8')).toBe(
    (await scene.run(['job', 'show', first, '--json'])).stdout,
  );
  expect((await scene.run(['logs', first])).stdout).toBe('COMPLETED\n');
});

test('KB-27: the task that a dirty tree makes waits until a person has it retried', LONG, async () => {
  const scene = await createCliScene();
  const shop = await register(scene, 'shop');
  const job = await create(scene, 'shop', 'echo junk > junk.txt; echo COMPLETED');
  await scene.run(['worker', '--once']);
  await scene.run(['worker', '--once']);
  expect(await show(scene, job)).toMatchObject({ status: 'blocked', reason: 'dirty tree: junk.txt' });
  const tasks = (await scene.run(['task', 'list', '--json'])).json() as unknown as { id: string; title: string }[];
  expect(tasks).toMatchObject([{ title: `Clean up after job ${job}`, status: 'blocked', owner: 'person', jobs: [] }]);
  expect(existsSync(join(shop.main, 'junk.txt'))).toBe(true);
  expect((await scene.run(['task', 'retry', tasks[0]?.id ?? ''])).code).toBe(0);
  const [retried] = (await scene.run(['task', 'list', '--json'])).json() as unknown as { status: string }[];
  expect(retried).toMatchObject({ status: 'planned', owner: null });
});

test('INV-1, INV-6: no command is ordered from where agents write', LONG, async () => {
  const scene = await createCliScene();
  await register(scene, 'shop');
  const worktree = join(scene.repository.base, 'task-x');
  mkdirSync(worktree);
  const words = ['job', 'create', '--repo', 'shop', '--', 'true'];
  for (const own of [{ cwd: worktree }, { variables: { ORCHESTRATOR_JOB: 'a:1:2:run:job' } }]) {
    const refused = await scene.run(words, own);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('error[approval-refused]')]);
  }
});

test(
  'INV-7, INV-8: what a killed worker held goes on elsewhere, repositories side by side, each with one job at a time',
  LONG,
  async () => {
    const scene = await createCliScene([], { variables: { ORCH_QUEUE_POLL_INTERVAL: '0.2' } });
    const shop = await register(scene, 'shop');
    const blog = await register(scene, 'blog');
    // Waits for a sign; one that outlived its worker would see it too.
    const waiting = 'echo begun >> ignored; until [ -e go ]; do sleep 0.05; done; echo done >> ignored; echo COMPLETED';
    const jobs = [await create(scene, 'shop', waiting), await create(scene, 'blog', waiting)];
    const later = await create(scene, 'shop', 'cat ignored; echo COMPLETED');
    const lines = ({ main }: typeof shop): readonly string[] =>
      existsSync(join(main, 'ignored')) ? readFileSync(join(main, 'ignored'), 'utf8').trim().split('\n') : [];

    const first = scene.start(['worker', '--concurrency', '3']);
    await until(() => lines(shop).length === 1 && lines(blog).length === 1);
    expect(await show(scene, later)).toMatchObject({ status: 'queued' });
    first.kill('SIGKILL');
    await first.ended;

    const others = [scene.start(['worker']), scene.start(['worker'])];
    await until(() => lines(shop).length === 2 && lines(blog).length === 2);
    for (const { main } of [shop, blog]) writeFileSync(join(main, 'go'), '');
    await until(async () => (await show(scene, later)).status === 'succeeded');
    expect((await scene.run(['job', 'logs', later])).stdout, 'it ran after the other').toContain('done');
    for (const job of jobs) {
      await until(async () => (await show(scene, job)).status !== 'running');
      expect(await show(scene, job)).toMatchObject({ status: 'succeeded', iterations: 1 });
    }
    for (const worker of others) worker.kill('SIGTERM');
    for (const { ended } of others) expect(await ended).toMatchObject({ code: 0 });
    for (const repository of [shop, blog]) expect(lines(repository)).toEqual(['begun', 'begun', 'done']);
  },
);

test('a worker that is asked to stop puts its job back, and that is no crash', LONG, async () => {
  const scene = await createCliScene();
  const shop = await register(scene, 'shop');
  const job = await create(scene, 'shop', 'touch ignored; sleep 60');
  const worker = scene.start(['worker']);
  await until(() => existsSync(join(shop.main, 'ignored')));
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
  expect(await show(scene, job)).toMatchObject({ status: 'queued', iterations: 0, reason: null });
});

test('KB-26, INV-7: two workers with `--once` do two of three jobs, and none of them twice', LONG, async () => {
  const scene = await createCliScene();
  const shop = await register(scene, 'shop');
  await register(scene, 'blog');
  const command = `echo x >> ${join(shop.main, 'ignored')}; echo COMPLETED`;
  const jobs = [];
  for (const repo of ['shop', 'blog', 'blog']) jobs.push(await create(scene, repo, command));
  const both = await Promise.all([scene.run(['worker', '--once']), scene.run(['worker', '--once'])]);
  for (const { code, stderr } of both) expect([code, stderr]).toEqual([0, expect.stringMatching(/^1 job ended$/m)]);
  const statuses = (await Promise.all(jobs.map((job) => show(scene, job)))).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual(['queued', 'succeeded', 'succeeded']);
  expect(readFileSync(join(shop.main, 'ignored'), 'utf8')).toBe('x\nx\n');
});

test(
  'INV-7, INV-8: a job that is killed with its worker runs once more, never twice more, and nothing of it is left',
  LONG,
  async () => {
    const scene = await createCliScene([], { variables: { ORCH_QUEUE_POLL_INTERVAL: '0.2' } });
    const shop = await register(scene, 'shop');
    // The second process of it has left the first one's group.
    const job = await create(scene, 'shop', 'setsid sleep 600 & echo "$$ $!" >> ignored; sleep 600; echo COMPLETED');
    const begun = (): readonly (readonly number[])[] =>
      (existsSync(join(shop.main, 'ignored'))
        ? readFileSync(join(shop.main, 'ignored'), 'utf8').trim().split('\n')
        : []
      ).map((line) => line.split(' ').map(Number));

    for (const times of [1, 2]) {
      const worker = scene.start(['worker']);
      await until(() => begun().length === times);
      worker.kill('SIGKILL');
      await worker.ended;
      // Once with all that it started, once alone.
      if (times === 1) for (const pid of begun().flat()) process.kill(pid, 'SIGKILL');
      expect(await show(scene, job)).toMatchObject({ status: 'running', iterations: 0 });
    }

    const third = await scene.run(['worker', '--once']);
    expect([third.code, third.stderr]).toEqual([0, expect.stringContaining('0 jobs ended')]);
    expect(await show(scene, job)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('a second crash'),
    });
    expect(begun()).toHaveLength(2);
    expect(begun().flat().filter(isAlive)).toEqual([]);
  },
);

const isAlive = (pid: number): boolean => {
  try {
    // What is dead and waits for its parent is at nothing any more.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
