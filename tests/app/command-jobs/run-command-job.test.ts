import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutState } from '../../../src/app/command-jobs/checkout-state.ts';
import { showCommandJob } from '../../../src/app/command-jobs/look-at-command-jobs.ts';
import { runCommandJob } from '../../../src/app/command-jobs/run-command-job.ts';
import { reap } from '../../../src/app/home/reap.ts';
import { recover } from '../../../src/app/home/recover.ts';
import type { CommandJob } from '../../../src/domain/command-job/command-job.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import type { Change } from '../../../src/ports/store.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJobScene, type JobScene } from './job-scene.ts';

/** Prints the word on its second run; the count lies where git does not look. */
const SECOND_TRY = 'echo x >> ignored; echo try; [ "$(wc -l < ignored)" -eq 2 ] && echo COMPLETED; exit 0';

const claim = async ({ app }: JobScene, by = app.presence.id): Promise<CommandJob> => {
  const [job] = await app.store.commandJobs.claim({ by, maxRunning: null }, 1);
  if (job === undefined) throw new Error('nothing is due');
  return job;
};

describe('KB-25: the loop', () => {
  it('AS-02, KB-14: ends when the word comes, and the artifacts say what the store says', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order(SECOND_TRY, { maxIterations: 3 }));
    expect(job).toMatchObject({ status: 'succeeded', reason: null, followUp: null });
    const { report } = await showCommandJob(scene.app, job.id);
    expect(report).toMatchObject({ iterations: 2, exitCode: 0, durationMs: (job.endedAt ?? 0) - (job.startedAt ?? 0) });
    expect(scene.artifact(job, 'summary')).toEqual(report);
    const iterations = scene.artifact(job, 'iterations');
    expect(iterations).toMatchObject([
      { index: 1, exitCode: 0, keyword: false, blocker: null },
      { index: 2, exitCode: 0, keyword: true, blocker: null },
    ]);
    expect(readFileSync(scene.home('runs', job.id, '2.out.log'), 'utf8')).toBe('try\nCOMPLETED\n');
  });

  it('fails with a reason when it never comes', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order('echo no; exit 4', { maxIterations: 3 }));
    expect(job).toMatchObject({ status: 'failed', reason: expect.stringContaining('3 iterations') });
    expect(job.iterations.map(({ exitCode }) => exitCode)).toEqual([4, 4, 4]);
  });

  it('KB-18: a blocker ends it after the first iteration', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order('echo "no password"; echo BLOCKER', { maxIterations: 3 }));
    expect(job).toMatchObject({ status: 'blocked', reason: 'no password', iterations: [{ blocker: 'no password' }] });
  });

  it('KB-17: what is said on stderr is not the last line of stdout', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order('echo COMPLETED; echo "a warning" >&2'));
    expect(job).toMatchObject({ status: 'succeeded' });
    expect(await scene.work(await scene.order('echo COMPLETED >&2'))).toMatchObject({ status: 'failed' });
  });

  it('INV-8: a deadline ends an iteration, and its farewell is no success', async () => {
    const scene = await createJobScene();
    const script = 'trap "echo COMPLETED; exit 0" TERM; sleep 60 & wait';
    const job = await scene.work(await scene.order(script, { timeout: 0.2 }));
    expect(job).toMatchObject({ status: 'timed-out', iterations: [{ exitCode: null, keyword: true }] });
  });

  it('a program that is not there fails at once', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('', { command: ['/nowhere/at-all'], maxIterations: 5 });
    expect(await scene.work(ordered)).toMatchObject({ status: 'failed', iterations: [{ index: 1 }] });
  });

  it('INV-12: the environment is that of checks', async () => {
    const scene = await createJobScene({ ORCHESTRATOR_CHECKS_ENV: 'SHOWN', SHOWN: 'yes', HIDDEN: 'no' });
    const script = '[ "$SHOWN$HIDDEN$OPENAI_API_KEY$GIT_ALLOW_PROTOCOL" = yesnone ] && echo COMPLETED';
    expect(await scene.work(await scene.order(script))).toMatchObject({ status: 'succeeded' });
  });
});

describe('KB-11: a tree that is dirty afterwards', () => {
  it('AS-03, KB-27, INV-9: blocks the job, keeps the files, and makes one task that waits for a person', async () => {
    const scene = await createJobScene({}, { 'kept.txt': 'as it was' });
    const script = 'echo junk > junk.txt; echo new > kept.txt; echo fine > ignored; echo COMPLETED';
    const job = await scene.work(await scene.order(script));
    expect(job).toMatchObject({ status: 'blocked', reason: 'dirty tree: junk.txt, kept.txt' });
    expect(existsSync(join(scene.shop.main, 'junk.txt'))).toBe(true);
    const tasks = (await scene.app.store.tasks.list()).filter(({ title }) => title.includes(job.id));
    expect(tasks).toMatchObject([
      {
        ...{ id: job.followUp, title: `Clean up after job ${job.id}`, kind: 'chore', due: null },
        state: { status: 'blocked', owner: 'person', reason: expect.stringContaining('dirty tree: junk.txt') },
      },
    ]);
    expect(tasks[0]?.prompt).toContain('- junk.txt');
    await scene.work(job);
    expect(await scene.app.store.tasks.due(), 'no worker takes it up').toEqual([]);
  });

  it('blocks one that failed as well, with both reasons', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order('echo junk > junk.txt; exit 1'));
    expect(job).toMatchObject({
      status: 'blocked',
      reason: expect.stringMatching(/^dirty tree: junk.txt; not completed/),
    });
  });

  it('is not the doing of a job that found it so', async () => {
    const scene = await createJobScene();
    scene.shop.write({ 'mine.txt': 'half done' });
    expect(await scene.work(await scene.order('echo COMPLETED'))).toMatchObject({ status: 'succeeded' });
    const touching = await scene.work(await scene.order('echo more >> mine.txt; echo x > own.txt; echo COMPLETED'));
    expect(touching).toMatchObject({ status: 'blocked', reason: 'dirty tree: mine.txt, own.txt' });
  });

  it('names why, where no task can be made of it', async () => {
    const scene = await createJobScene();
    scene.shop.git(['checkout', '--quiet', '--detach']);
    const job = await scene.work(await scene.order('echo junk > junk.txt; echo COMPLETED'));
    expect(job).toMatchObject({
      ...{ status: 'blocked', followUp: null },
      reason: expect.stringMatching(/^dirty tree: junk.txt; no task could be made of it: detached-head/),
    });
  });
});

describe('KB-22: tests that are protected', () => {
  const CHANGING =
    'mkdir -p tests; echo x > tests/a.test.ts; echo y > b.ts; git add .; git commit -qm x; echo COMPLETED';

  it('AS-04: block the job that committed a change of them, and make a task of kind tests', async () => {
    const scene = await createJobScene();
    const job = await scene.work(await scene.order(CHANGING, { protectsTests: true }));
    expect(job).toMatchObject({ status: 'blocked', reason: 'executor modified tests: tests/a.test.ts' });
    expect(await scene.app.store.tasks.get(job.followUp ?? '')).toMatchObject({
      ...{ kind: 'tests', title: `Settle the test changes of job ${job.id}` },
      state: { status: 'blocked', owner: 'person' },
    });
  });

  it('without the policy the same change is fine', async () => {
    const scene = await createJobScene();
    expect(await scene.work(await scene.order(CHANGING))).toMatchObject({ status: 'succeeded', followUp: null });
  });

  it('an uncommitted change makes one task, for both findings', async () => {
    const scene = await createJobScene();
    const script = 'echo x > a.test.ts; echo y > b.ts; echo COMPLETED';
    const job = await scene.work(await scene.order(script, { protectsTests: true }));
    expect(job.reason).toBe('executor modified tests: a.test.ts; dirty tree: a.test.ts, b.ts');
    expect((await scene.app.store.tasks.list()).filter(({ title }) => title.includes(job.id))).toHaveLength(1);
  });
});

describe('INV-7: a crash', () => {
  /** A process that nobody has ever heard of again holds the job. */
  const crashed = async (scene: JobScene): Promise<void> => {
    await scene.app.store.orchestrators.register(createOrchestrator({ id: 'o-dead' }));
    await claim(scene, 'o-dead');
    await scene.app.store.orchestrators.remove('o-dead');
  };

  it('puts the job back, and its iteration runs once more without being counted twice', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order(SECOND_TRY, { maxIterations: 3 });
    await crashed(scene);
    expect(await reap(scene.app)).toEqual([`${ordered.id} in shop was cut off and runs once more`]);
    expect(await scene.job(ordered)).toMatchObject({ status: 'queued', interruptions: 1, claimedBy: null });
    expect(await scene.work(ordered)).toMatchObject({ status: 'succeeded', iterations: [{ index: 1 }, { index: 2 }] });
  });

  it('what the cut-off iteration printed says nothing of the next one', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('echo COMPLETED; [ -e ignored ] && exit 0; touch ignored; sleep 60');
    const stop = new AbortController();
    const running = runCommandJob(scene.app, await claim(scene), stop.signal);
    await expect.poll(() => existsSync(join(scene.shop.main, 'ignored'))).toBe(true);
    stop.abort(new Error('stopped by the test'));
    expect(await running).toMatchObject({ status: 'queued', iterations: [], interruptions: 0 });
    await scene.app.store.commit([
      { type: 'save-command-job', job: { ...(await scene.job(ordered)), command: ['true'] } },
    ]);
    expect(await scene.work(ordered)).toMatchObject({ status: 'failed', iterations: [{ keyword: false }] });
  });

  it('a second one fails the job, which says so', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('echo COMPLETED');
    await crashed(scene);
    await recover(scene.app);
    await crashed(scene);
    await recover(scene.app);
    const job = await scene.job(ordered);
    expect(job).toMatchObject({ status: 'failed', reason: 'a second crash hit this job: it is not run again' });
    expect(scene.artifact(job, 'summary')).toMatchObject({ status: 'failed', reason: job.reason });
  });

  it('a second one fails a job that left its repository dirty, too, and a task is made of that', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('echo COMPLETED');
    await crashed(scene);
    await recover(scene.app);
    const before = await checkoutState(scene.app, ordered.path);
    await scene.app.store.commit([{ type: 'save-command-job', job: { ...(await scene.job(ordered)), before } }]);
    writeFileSync(join(ordered.path, 'junk.txt'), 'half');
    await crashed(scene);
    await recover(scene.app);
    expect(await scene.job(ordered)).toMatchObject({
      status: 'failed',
      reason: 'dirty tree: junk.txt; a second crash hit this job: it is not run again',
      followUp: 'SHOP-001',
    });
  });

  it('between the end of a job and the task that it makes leaves neither: the one comes with the other, once', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('echo junk > junk.txt; echo COMPLETED');
    const { app } = scene;
    const commit = (changes: readonly Change[]): Promise<void> =>
      changes.some(({ type }) => type === 'insert-task')
        ? Promise.reject(new OrchestratorError('disk-full', 'no room.', 'Make room.'))
        : app.store.commit(changes);
    const failing = { ...app, store: { ...app.store, commit } };
    await expect(runCommandJob(failing, await claim(scene), new AbortController().signal)).rejects.toThrow('no room');
    expect(await scene.job(ordered)).toMatchObject({ status: 'running', iterations: [], followUp: null });
    expect(scene.artifact(ordered, 'summary'), 'they say what the store says').toMatchObject({ status: 'running' });
    await app.store.commit([{ type: 'save-command-job', job: { ...(await scene.job(ordered)), status: 'queued' } }]);
    expect(await scene.work(ordered)).toMatchObject({ status: 'blocked' });
    expect((await app.store.tasks.list()).filter(({ title }) => title.includes(ordered.id))).toHaveLength(1);
  });

  it('who lost its claim records nothing, and the artifacts stay those of the new holder', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('until [ -e ignored ]; do sleep 0.05; done; echo COMPLETED');
    const claimed = await claim(scene);
    const running = runCommandJob(scene.app, claimed, new AbortController().signal);
    await expect.poll(async () => (await scene.job(ordered)).startedAt).not.toBeNull();
    const taken = { ...(await scene.job(ordered)), claimedBy: 'o-other', reason: 'theirs' };
    await scene.app.store.commit([{ type: 'save-command-job', job: taken }]);
    scene.shop.write({ ignored: '' });
    expect(await running).toBeNull();
    expect(await scene.job(ordered)).toMatchObject({ claimedBy: 'o-other', iterations: [] });
  });
});

it('a repository that is gone fails its job, and the next one of another is done', async () => {
  const scene = await createJobScene();
  const lost = await scene.order('echo COMPLETED');
  const own = basename(scene.repository.base);
  const fine = await scene.order('echo COMPLETED', { repo: own });
  renameSync(scene.shop.main, `${scene.shop.main}-gone`);
  const reason = `not-a-repository: ${scene.shop.main} is not there any more.`;
  expect(await scene.work(lost)).toMatchObject({ status: 'failed', reason });
  expect(scene.events).toContainEqual({ type: 'notice', level: 'warning', text: `${lost.id} failed: ${reason}` });
  expect(await scene.work(fine)).toMatchObject({ status: 'succeeded', path: scene.repository.main });
});

it('KB-14, INV-13: a command that takes the repository away has run, and nobody calls that a success', async () => {
  const scene = await createJobScene();
  const ordered = await scene.order('mv .git ../gone; echo COMPLETED');
  const job = await scene.work(ordered);
  expect(job).toMatchObject({ status: 'failed', reason: expect.stringContaining('not a git repository') });
  expect(job.iterations).toMatchObject([{ index: 1, exitCode: 0, keyword: true }]);
  expect(scene.artifact(ordered, 'iterations')).toMatchObject([{ index: 1, exitCode: 0, keyword: true }]);
});

it('INV-13, INV-16: a command that has git look elsewhere for the files hides nothing by that', async () => {
  const scene = await createJobScene();
  const hiding =
    'touch junk.txt; git worktree add -q ../clean; git config core.worktree "$PWD/../clean"; echo COMPLETED';
  const job = await scene.work(await scene.order(hiding));
  const { status } = scene.app.git;
  expect(await status(scene.shop.main), 'the harm').toMatchObject({ changed: [], untracked: [] });
  expect(job).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/^not-a-repository: git takes the files in .*\/clean for those of /),
  });
});

it('INV-15: a job waits for whoever else works in the checkout', async () => {
  const scene = await createJobScene();
  const ordered = await scene.order('echo COMPLETED');
  const claimed = await claim(scene);
  const over = Promise.withResolvers<void>();
  const holding = scene.app.leases.hold(scene.shop.main, 'a merge', () => over.promise);
  const running = runCommandJob(scene.app, claimed, new AbortController().signal);
  expect(await scene.app.leases.holder(scene.shop.main)).toBe('a merge');
  expect(await scene.job(ordered)).toMatchObject({ startedAt: null });
  over.resolve();
  await holding;
  expect(await running).toMatchObject({ status: 'succeeded' });
});
