import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enqueueRoleAgent } from '../../../src/app/jobs/enqueue-role-agent.ts';
import { performRole } from '../../../src/app/jobs/perform-role.ts';
import type { Job } from '../../../src/domain/job.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** A task and what a reviewer does with it, one order a line. */
const reviewedScene = async (orders: readonly string[], before?: (scene: AppScene, path: string) => void) => {
  const scene = await createScene({ files: { '.gitignore': 'out/\n', 'src/x.ts': 'one\n' } });
  const [task] = await scene.plan({ slug: 'greet', prompt: 'SAY looked at it' });
  if (task === undefined) throw new Error('nothing was planned');
  const path = scene.worktree(task);
  scene.repository.git(['worktree', 'add', '--quiet', '-b', task.branch, path]);
  before?.(scene, path);
  const git = (...args: readonly string[]) => scene.repository.git([...args], path);
  const start = git('rev-parse', 'HEAD');
  const queue = async (instructions: string, role: string): Promise<Job> => {
    const { job } = await enqueueRoleAgent(scene.app, { run: scene.scope.run, task: task.id, role, instructions });
    return jobOf(scene, job);
  };
  const perform = async (instructions: string, role = 'reviewer'): Promise<Job> => {
    const { id } = await queue(instructions, role);
    await scene.performNext();
    return jobOf(scene, id);
  };
  const report = `WRITE docs/work-items/${task.id}/12-review.md fine`;
  const job = await perform([...orders, report].join('\n'));
  const aside = `refs/orchestrator/aside/${job.id}`;
  const expectRestored = () => {
    expect(git('symbolic-ref', '--short', 'HEAD')).toBe(task.branch);
    expect(git('rev-parse', task.branch)).toBe(start);
    expect(git('status', '--porcelain')).toBe('');
  };
  return { scene, task, path, git, start, job, aside, queue, perform, expectRestored };
};

const jobOf = async (scene: AppScene, id: string): Promise<Job> => {
  const job = await scene.app.store.jobs.get(id);
  if (job === null) throw new Error('the job is gone');
  return job;
};

describe('a role that writes what it may', () => {
  it('has it committed', async () => {
    const { job, git, start, task, aside } = await reviewedScene([]);
    expect(job).toMatchObject({ status: 'succeeded' });
    expect(git('diff', '--name-only', start, task.branch)).toBe(`docs/work-items/${task.id}/12-review.md`);
    expect(git('for-each-ref', aside)).toBe('');
  });

  it('may leave what git ignores', async () => {
    const { job, path, git, start } = await reviewedScene(['WRITE out/report.txt x']);
    expect(job).toMatchObject({ status: 'succeeded' });
    expect(existsSync(join(path, 'out/report.txt'))).toBe(true);
    expect(git('diff', '--name-only', start, 'HEAD')).not.toContain('out/');
  });

  it('is not blamed for what lay there before', async () => {
    const { job, path } = await reviewedScene([], (scene, at) => scene.repository.write({ 'notes.txt': 'mine' }, at));
    expect(job).toMatchObject({ status: 'succeeded' });
    expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('INV-9: what a role may not write is set aside and not lost', () => {
  it('names the paths and the ref', async () => {
    const { job, git, aside, path, expectRestored } = await reviewedScene([
      'WRITE src/x.ts two',
      'WRITE src/new.ts three',
    ]);
    expect(job.status).toBe('failed');
    expect(job.summary).toBe(
      `The reviewer changed what its role may not write: src/new.ts, src/x.ts. It is kept at ${aside}.`,
    );
    expectRestored();
    expect(git('show', `${aside}:src/x.ts`)).toBe('two');
    expect(git('show', `${aside}:src/new.ts`)).toBe('three');
    expect(existsSync(join(path, 'src/new.ts'))).toBe(false);
  });

  it.each([
    ['commits by itself', ['WRITE src/x.ts two', 'GIT add .', 'GIT commit -qm mine'], 'src/x.ts'],
    ['renames', ['GIT mv src/x.ts src/y.ts'], 'src/x.ts, src/y.ts'],
    ['deletes', ['DELETE src/x.ts'], 'src/x.ts'],
    ['changes a mode', ['GIT update-index --chmod=+x src/x.ts', 'GIT commit -qm mode'], 'src/x.ts'],
    ['hides a change from git', ['GIT update-index --assume-unchanged src/x.ts', 'WRITE src/x.ts two'], 'src/x.ts'],
    ['commits what git ignores', ['WRITE out/a.txt x', 'GIT add -f out/a.txt'], 'out/a.txt'],
    ['switches the branch', ['GIT switch -qc mine', 'WRITE src/x.ts two', 'GIT commit -qam mine'], 'src/x.ts'],
    [
      'leaves the branch behind',
      ['WRITE src/x.ts two', 'GIT commit -qam mine', 'GIT checkout -q --detach HEAD~1'],
      'src/x.ts',
    ],
    ['deletes the branch', ['GIT checkout -q --detach', 'GIT branch -qD task/greet', 'WRITE src/x.ts two'], 'src/x.ts'],
  ])('of one that %s', async (_, orders, paths) => {
    const { job, git, start, aside, expectRestored } = await reviewedScene(orders);
    expect(job.status).toBe('failed');
    expect(job.summary).toContain(`may not write: ${paths}. It is kept at ${aside}.`);
    expectRestored();
    expect(git('diff', '--name-only', '--no-renames', start, aside)).not.toBe('');
    expect(git('merge-base', '--is-ancestor', start, aside)).toBe('');
  });

  it('of one that gave its commit up again: the ref holds that as well', async () => {
    const { git, aside } = await reviewedScene([
      'WRITE src/x.ts two',
      'GIT commit -qam mine',
      'GIT checkout -q --detach HEAD~1',
    ]);
    expect(git('log', '--format=%s', aside)).toContain('mine');
  });

  it('of one that makes a repository inside: it is moved out, with its history', async () => {
    const { job, scene, path, git, expectRestored } = await reviewedScene([
      'GIT init -q vendor',
      'WRITE vendor/a.txt x',
      'GIT -C vendor add .',
      'GIT -C vendor commit -qm inner',
    ]);
    const kept = scene.home('aside', job.id, 'vendor');
    expect(job.summary).toContain(`may not write: vendor/.`);
    expect(job.summary).toContain(`Repositories that it made are at ${kept}.`);
    expect(existsSync(join(path, 'vendor'))).toBe(false);
    expect(git('-C', kept, 'log', '--format=%s')).toBe('inner');
    expectRestored();
  });

  it('of one that fails besides: both are said, and the failure stays what it was', async () => {
    const { job, aside, expectRestored } = await reviewedScene(['WRITE src/x.ts two', 'SAY out of luck', 'EXIT 3']);
    expect(job).toMatchObject({ status: 'failed', exitCode: 3 });
    expect(job.summary).toBe(
      `looked at it\nout of luck\nThe reviewer changed what its role may not write: src/x.ts. It is kept at ${aside}.`,
    );
    expectRestored();
  });

  it('leaves what lay there before where it is', async () => {
    const { job, path, git, aside } = await reviewedScene(['WRITE src/x.ts two'], (scene, at) =>
      scene.repository.write({ 'notes.txt': 'mine' }, at),
    );
    expect(job.status).toBe('failed');
    expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('mine');
    expect(git('ls-tree', '-r', '--name-only', aside)).not.toContain('notes.txt');
  });

  it('the next run of the role starts from where this one did', async () => {
    const { perform, git, start, task } = await reviewedScene(['WRITE src/x.ts two']);
    expect(await perform(`WRITE docs/work-items/${task.id}/12-review.md better`)).toMatchObject({
      status: 'succeeded',
    });
    expect(git('diff', '--name-only', start, task.branch)).toBe(`docs/work-items/${task.id}/12-review.md`);
  });

  it('names twenty paths at the most', async () => {
    const orders = Array.from({ length: 25 }, (_, index) => `WRITE many/${String(index).padStart(2, '0')}.txt x`);
    const { job } = await reviewedScene(orders);
    expect(job.summary).toContain('many/19.txt and 5 more. It is kept');
  });
});

describe('agent-writes-outside-its-scope', () => {
  it('fails as a reviewer, and passes as a developer', async () => {
    const fixture = join(import.meta.dirname, '../../fixtures/agents/agent-writes-outside-its-scope.mjs');
    const command = JSON.stringify(['node', fixture, 'src/outside.txt']);
    const scene = await createScene({
      files: { 'src/x.ts': 'one' },
      variables: { ORCHESTRATOR_WORKER_COMMAND: command },
    });
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('nothing was planned');
    const perform = async (role: string): Promise<Job> => {
      const order = { run: scene.scope.run, task: task.id, role, instructions: '' };
      const { job } = await enqueueRoleAgent(scene.app, order);
      await scene.performNext();
      return jobOf(scene, job);
    };
    expect(await perform('reviewer')).toMatchObject({
      status: 'failed',
      summary: expect.stringContaining('inside.txt, src/outside.txt. It is kept at refs/orchestrator/aside/J-1.'),
    });
    expect(await perform('developer')).toMatchObject({ status: 'succeeded' });
  });
});

describe('INV-7: a run that was cut off', () => {
  it('is not the place that the next one is counted from', async () => {
    const { scene, task, path, git, perform } = await reviewedScene([]);
    const start = git('rev-parse', 'HEAD');
    const note = scene.home('set-up', `${task.worktree}.start.json`);
    // As after a kill in the middle of the reviewer's run, which had committed by then.
    await scene.app.files.write(note, JSON.stringify({ head: start }));
    scene.repository.commit({ 'src/x.ts': 'two' }, path);
    expect(await perform(`WRITE docs/work-items/${task.id}/12-review.md again`)).toMatchObject({
      status: 'failed',
      summary: expect.stringContaining('may not write: src/x.ts.'),
    });
    expect(git('rev-parse', task.branch)).toBe(start);
    expect(existsSync(note)).toBe(false);
  });
});

describe('INV-7: setting aside that is cut off', () => {
  it('is finished by the next run; the ref holds all from the first moment on', async () => {
    const { scene, task, start, queue, perform, git } = await reviewedScene([]);
    const clean = git('rev-parse', 'HEAD');
    const killed = { ...scene.app.git, restoreBranch: () => Promise.reject(new Error('killed')) };
    const job = await queue('WRITE src/x.ts two\nGIT commit -qam mine', 'reviewer');
    const run = performRole({ ...scene.app, git: killed }, scene.scope, job, await scene.task(task));
    await expect(run).rejects.toThrow('killed');
    const aside = `refs/orchestrator/aside/${job.id}`;
    expect(git('show', `${aside}:src/x.ts`)).toBe('two');
    expect(git('rev-parse', task.branch), 'the harm until then').not.toBe(clean);

    await scene.performNext();
    expect(git('rev-parse', task.branch)).toBe(clean);
    expect(git('merge-base', '--is-ancestor', start, clean)).toBe('');
    expect(git('log', '--format=%s', aside)).toContain('mine');
    const review = `docs/work-items/${task.id}/12-review.md`;
    expect(await perform(`WRITE ${review} better`)).toMatchObject({ status: 'succeeded' });
  });
});

describe('the developer', () => {
  it('may not touch what others wrote of the task', async () => {
    const { perform, task } = await reviewedScene([]);
    const review = `docs/work-items/${task.id}/12-review.md`;
    const job = await perform(`WRITE ${review} APPROVED\nWRITE src/x.ts two`, 'developer');
    expect(job.summary).toContain(`The developer changed what its role may not write: ${review}.`);
  });

  it('INV-15: puts no directory in the place of what is another role’s', async () => {
    const { perform, git, task } = await reviewedScene([]);
    const below = `docs/work-items/${task.id}/13-tests.md/run.js`;
    const job = await perform(`WRITE ${below} evil()`, 'developer');
    expect(job).toMatchObject({ status: 'failed', summary: expect.stringContaining(`may not write: ${below}.`) });
    expect(git('ls-tree', '-r', '--name-only', 'HEAD')).not.toContain('run.js');
  });

  it('may merge main, with what others wrote there', async () => {
    const { scene, task, queue, git } = await reviewedScene([]);
    scene.repository.commit({ 'docs/work-items/T-9/12-review.md': 'of another task' });
    const job = await queue('GIT merge -q --no-edit main', 'developer');
    const outcome = await performRole(scene.app, scene.scope, job, await scene.task(task));
    expect(outcome).toMatchObject({ status: 'succeeded' });
    expect(git('ls-files', 'docs/work-items/T-9')).not.toBe('');
  });

  it('the harm without the limit: it could approve itself', async () => {
    const { scene, task, queue, git } = await reviewedScene([]);
    const prompts = {
      ...scene.app.prompts,
      agent: async (role: string) => ({ ...(await scene.app.prompts.agent(role)), writes: null }),
    };
    const job = await queue(`WRITE docs/work-items/${task.id}/12-review.md APPROVED`, 'developer');
    expect(await performRole({ ...scene.app, prompts }, scene.scope, job, await scene.task(task))).toMatchObject({
      status: 'succeeded',
    });
    expect(git('show', `HEAD:docs/work-items/${task.id}/12-review.md`)).toBe('APPROVED');
  });
});
