import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app/app.ts';
import { enqueueRoleAgent } from '../../src/app/jobs/enqueue-role-agent.ts';
import { runJob } from '../../src/app/jobs/run-job.ts';
import { OrchestratorError } from '../../src/domain/errors.ts';
import type { Job } from '../../src/domain/job.ts';
import { claimNext } from '../helpers/claim-next.ts';
import { type AppScene, createScene, developedScene, plannedScene } from './app-scene.ts';

const command = (...argv: readonly string[]) => ({
  variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(argv), ORCHESTRATOR_CHECKS: '[]' },
});

/** Performs the developer's job on a task with parts of the program broken. */
const workWith = async ({ app, scope }: AppScene, task: { id: string }, broken: Partial<App>): Promise<Job | null> => {
  const order = { run: scope.run, task: task.id, role: 'developer', instructions: '' };
  const { job } = await enqueueRoleAgent(app, order);
  const claimed = await claimNext(app.store, { queue: scope.run, by: app.presence.id, at: app.clock.now() });
  if (claimed?.id !== job) throw new Error('the job is not due');
  await runJob({ ...app, ...broken }, scope, claimed);
  return app.store.jobs.get(job);
};

describe('a fault of the program in one job', () => {
  const prompts = (app: App, error: Error): Pick<App, 'prompts'> => ({
    prompts: { ...app.prompts, renderTask: () => Promise.reject(error) },
  });

  it('fails that job with its reason and ends no run', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    const reason = 'internal: not a function (a fault of the orchestrator, not of the task)';
    const job = await workWith(scene, task, prompts(scene.app, new TypeError('not a function')));
    expect(job).toMatchObject({ status: 'failed', summary: reason });
    expect((await scene.task(task)).state).toMatchObject({ status: 'failed', reason });
    expect(await scene.work(task)).toMatchObject({ status: 'succeeded' });
  });

  it.each(['disk-full', 'database-locked', 'database-damaged'] as const)('ends the run when it is %s', async (code) => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    const broken = prompts(scene.app, new OrchestratorError(code, 'No store.', 'Mend it.'));
    await expect(workWith(scene, task, broken)).rejects.toMatchObject({ code });
    expect((await scene.task(task)).state).toMatchObject({ status: 'running' });
  });
});

describe('a fault of the program in the gates of one task', () => {
  it('holds that task and ends no run', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    const git = { ...scene.app.git, diff: () => Promise.reject(new TypeError('not a function')) };
    await workWith(scene, task, { git });
    expect((await scene.task(task)).state).toMatchObject({
      status: 'waiting',
      reason: expect.stringContaining('internal: not a function'),
      owner: 'person',
    });
    expect(await scene.work(task, 'WRITE more.txt fine')).toMatchObject({ status: 'succeeded' });
    expect((await scene.task(task)).state).toMatchObject({ status: 'ready' });
  });
});

describe('a job that succeeds', () => {
  it('has its work committed by the harness under the name of the person (CF-36)', async () => {
    const { scene, task } = await developedScene();
    const { git } = scene.repository;
    expect(git(['log', '--format=%an <%ae> %s', 'main..task/greet'])).toBe(
      'Pat Person <pat@example.org> feat(greet): Write greet',
    );
    expect(git(['status', '--porcelain'], scene.worktree(task))).toBe('');
    expect(task).toMatchObject({ attempts: { developer: 1 }, stage: 'merge', state: { status: 'ready' } });
  });

  it('says in its summary nothing that a terminal would obey', async () => {
    const { scene, task } = await plannedScene('SAY \u001b[2J\u0007done\nWRITE greet.txt fine');
    expect(await scene.work(task)).toMatchObject({ status: 'succeeded', summary: 'done' });
    expect(readFileSync(scene.home('runs', scene.scope.run, 'J-1.log'), 'utf8'), 'the raw log').toContain('\u001b[2J');
  });

  it('keeps the commits that the worker made itself', async () => {
    const { scene } = await developedScene('WRITE a.txt x\nGIT add .\nGIT commit -qm mine\nWRITE b.txt y');
    expect(scene.repository.git(['log', '--format=%s', 'main..task/greet'])).toBe('feat(greet): Write greet\nmine');
  });

  it('does not commit what set-up made or what lay there before (CF-36)', async () => {
    const scene = await createScene({ variables: { ORCHESTRATOR_SETUP: '[["sh","-c","echo x > made-by-set-up"]]' } });
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('nothing was planned');
    scene.repository.git(['worktree', 'add', '--quiet', '-b', 'task/greet', scene.worktree(task)]);
    scene.repository.write({ 'notes.txt': 'mine\n' }, scene.worktree(task));
    await scene.work(task);
    const { git } = scene.repository;
    expect(git(['diff', '--name-only', 'main', 'task/greet'])).toBe('greet.txt');
    // The notes are still somebody's work that a merge would leave behind; what set-up made is not.
    expect((await scene.task(task)).state).toMatchObject({ reason: 'worktree-clean: uncommitted: notes.txt' });
  });

  it('commits what an earlier one that failed had left', async () => {
    const { scene, task } = await plannedScene('SAY at work');
    expect(await scene.work(task, 'WRITE early.txt x\nEXIT 1')).toMatchObject({ status: 'failed' });
    expect(scene.repository.git(['log', 'main..task/greet'])).toBe('');
    expect(await scene.work(task, 'WRITE late.txt y')).toMatchObject({ status: 'succeeded' });
    expect(scene.repository.git(['diff', '--name-only', 'main', 'task/greet'])).toBe('early.txt\nlate.txt');
  });

  it('is told its prompt and instructions word for word', async () => {
    const { scene, task } = await plannedScene('SAY "one" & $two {{three}}');
    const job = await scene.work(task, 'Mind the {role} and `this`.');
    const prompt = readFileSync(scene.home('runs', scene.scope.run, `${job.id}.prompt.md`), 'utf8');
    expect(prompt).toContain('SAY "one" & $two {{three}}');
    expect(prompt).toContain('Mind the {role} and `this`.');
  });
});

describe('a job that does not succeed', () => {
  it.each<[string, string, object, string]>([
    ['an exit code', 'SAY I give up\nEXIT 3', { status: 'failed', exitCode: 3 }, 'I give up'],
    ['neither output nor change', 'nothing to obey', { status: 'failed', exitCode: 0 }, 'that is no success'],
    [
      'another branch checked out',
      'WRITE a.txt x\nGIT checkout -qb elsewhere',
      { status: 'failed' },
      'left the worktree on elsewhere instead of task/greet',
    ],
    [
      'a new hook, which is taken out (INV-16)',
      'WRITE a.txt x\nGIT config --file ../main/.git/hooks/pre-push a.b c',
      { status: 'failed' },
      'hooks/pre-push was added and has been taken out',
    ],
    [
      'changed git settings, which are put back (INV-16)',
      'WRITE a.txt x\nGIT config core.fsmonitor /tmp/evil',
      { status: 'failed' },
      'config was changed and has been put back',
    ],
    ['a planted hook (INV-16)', 'WRITE ../main/.git/hooks/post-commit evil', { status: 'failed' }, 'hooks/post-commit'],
  ])('%s', async (_, orders, outcome, summary) => {
    const { scene, task } = await plannedScene(orders);
    const job = await scene.work(task);
    expect(job).toMatchObject(outcome);
    expect(job.summary).toContain(summary);
    expect((await scene.task(task)).state).toMatchObject({ status: 'failed', reason: job.summary });
    const { git, main } = scene.repository;
    expect(git(['log', 'main..task/greet'])).toBe('');
    expect(git(['config', '--default', 'unset', 'core.fsmonitor'])).toBe('unset');
    expect(existsSync(join(main, '.git/hooks/post-commit'))).toBe(false);
  });

  it('is ended at its deadline', async () => {
    const { scene, task } = await plannedScene('WRITE a.txt x\nHANG', {
      variables: { ORCHESTRATOR_WORKER_TIMEOUT_SECONDS: '1' },
    });
    expect(await scene.work(task)).toMatchObject({ status: 'timed-out', exitCode: null });
    expect((await scene.task(task)).state).toMatchObject({ status: 'failed' });
  });

  it('cannot push, in whatever spelling (INV-4)', async () => {
    const push = 'push -q ../stolen.git HEAD:refs/heads/stolen';
    const { scene, task } = await plannedScene(`SAY off we go\nGIT ${push}`);
    const { git, base } = scene.repository;
    git(['init', '--quiet', '--bare', join(base, 'stolen.git')], base);
    expect(await scene.work(task)).toMatchObject({ status: 'failed' });
    expect(git(['branch', '--list'], join(base, 'stolen.git'))).toBe('');
    // The harm without the guard: a person's own environment lets the same words through.
    git(push.split(' '), scene.worktree(task));
    expect(git(['branch', '--list'], join(base, 'stolen.git'))).toContain('stolen');
  });
});

describe('a job that is cut off', () => {
  it('goes back into the queue, is no attempt, and the next worker is told (INV-7)', async () => {
    const { scene, task } = await plannedScene('SAY at work');
    const job = scene.work(task, 'WRITE begun.txt x\nHANG');
    while (!existsSync(join(scene.worktree(task), 'begun.txt'))) await sleep(10);
    scene.stop();
    expect(await job).toMatchObject({
      ...{ status: 'queued', startedAt: null, interruptions: 0 },
      instructions: expect.stringMatching(/^WRITE begun[\s\S]*what it left uncommitted is still in the worktree\.$/),
    });
    const { state, attempts, feedback, activeJob } = await scene.task(task);
    expect({ state, attempts, activeJob }).toMatchObject({
      state: { status: 'planned' },
      attempts: { developer: 0 },
      activeJob: { role: 'developer' },
    });
    // Of the next attempt only: no reviewer has anything to do with it.
    expect(feedback).toEqual([]);
    expect(scene.repository.git(['status', '--porcelain'], scene.worktree(task))).toBe('?? begun.txt');
  });
});

describe('secrets stay home (INV-12)', () => {
  it('a worker gets what is on the list and nothing else', async () => {
    const echo = join(import.meta.dirname, '../fixtures/agents/agent-echoes.mjs');
    const { scene, task } = await plannedScene('words', command('node', echo, '{role}', '{worktree}'));
    const job = await scene.work(task);
    const { args, env } = JSON.parse(readFileSync(job.log, 'utf8'));
    expect(args).toEqual(['developer', scene.worktree(task)]);
    expect(env).toMatchObject({
      GIT_ALLOW_PROTOCOL: 'none',
      CI: 'true',
      ORCHESTRATOR_JOB: expect.stringContaining(job.id),
    });
    expect(JSON.stringify(env)).not.toContain('test-key-of-no-service');
  });

  it('set-up and checks get what checks.env names, workers do not', async () => {
    const print = ['sh', '-c', 'echo "bundle: [$NODE_EXTRA_CA_CERTS]"; exit 1'];
    const variables = {
      ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(print),
      ORCHESTRATOR_SETUP: JSON.stringify([['sh', '-c', 'test "$NODE_EXTRA_CA_CERTS" = /certs.pem']]),
      ORCHESTRATOR_CHECKS: JSON.stringify([print]),
      ORCHESTRATOR_CHECKS_ENV: 'NODE_EXTRA_CA_CERTS',
      NODE_EXTRA_CA_CERTS: '/certs.pem',
    };
    const { scene, task } = await plannedScene('words', { variables });
    expect(await scene.work(task)).toMatchObject({ status: 'failed', summary: 'bundle: []' });
    await expect(scene.scope.baseline).rejects.toMatchObject({
      message: expect.stringContaining('bundle: [/certs.pem]'),
    });
  });

  it('a secret that a worker prints is in no summary', async () => {
    const { variables } = command('sh', '-c', 'echo "my key is $SHOP_TOKEN"; exit 1');
    const { scene, task } = await plannedScene('words', {
      variables: { ...variables, SHOP_TOKEN: 'tok-0123456789', ORCHESTRATOR_WORKERS_COMMAND_ENV: 'SHOP_TOKEN' },
    });
    expect(await scene.work(task)).toMatchObject({ status: 'failed', summary: 'my key is [secret]' });
  });
});
