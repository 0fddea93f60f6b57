import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { markerOf } from '../../../src/app/home/marker.ts';
import { recover } from '../../../src/app/home/recover.ts';
import { integrate } from '../../../src/app/merge/integrate.ts';
import { loadRun } from '../../../src/app/runs/save-run.ts';
import { applyTransition } from '../../../src/app/tasks/apply-transition.ts';
import { cancelAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import type { Git } from '../../../src/ports/git.ts';
import type { ProcessIdentity } from '../../../src/ports/processes.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { type AppScene, developedScene, plannedScene, reopenScene } from '../app-scene.ts';

const withGit = (app: App, changed: Partial<Git>): App => ({
  ...app,
  git: Object.assign(Object.create(app.git), changed),
});

/** A job that was claimed and had started when the crash came. */
const crashedJob = async (scene: AppScene, task: { id: string }) => {
  const { app, scope } = scene;
  const job = await claimNext(app.store, { queue: scope.run, by: app.presence.id, at: app.clock.now() });
  if (job === null) throw new Error('no job is due');
  await applyTransition(app, task.id, { type: 'job-started', job: job.id });
  return job;
};

describe('a job that a crash cut off (INV-7)', () => {
  it('runs once more; a second crash ends it', async () => {
    const { scene, task } = await plannedScene('WRITE greet.txt fine');
    await applyTransition(scene.app, task.id, {
      type: 'job-requested',
      job: 'J-1',
      role: 'developer',
      instructions: '',
      unmerged: [],
    });
    const job = await crashedJob(scene, task);
    const second = await reopenScene(scene);
    expect(await recover(second.app)).toEqual([`${job.id} (developer on ${task.id}) was cut off and runs once more`]);
    expect(await second.app.store.jobs.get(job.id)).toMatchObject({ status: 'queued', interruptions: 1 });
    expect(await second.task(task)).toMatchObject({ state: { status: 'planned' }, attempts: { developer: 0 } });
    expect(await recover(second.app)).toEqual([]);

    await crashedJob(second, task);
    const third = await reopenScene(second);
    expect(await recover(third.app)).toEqual([`${job.id} failed: A second crash hit this job: it is not run again.`]);
    expect(await third.task(task)).toMatchObject({ state: { status: 'failed' }, activeJob: null });
    expect(await recover(third.app)).toEqual([]);
    expect(await third.performNext()).toBeNull();
  });

  it('leaves no process behind (INV-8)', async () => {
    const { scene } = await plannedScene('words');
    const { settings, processes } = scene.app;
    const start = (self: ProcessIdentity) => {
      const marker = markerOf({ settings, processes: { self: () => self } }, scene.scope.run, 'J-7');
      const child = spawn('sleep', ['600'], { env: { ORCHESTRATOR_JOB: marker } });
      onTestFinished(() => void child.kill());
      return child;
    };
    const orphan = start({ pid: process.pid, startTime: 'long ago' });
    const child = start(processes.self());
    const stranger = spawn('sleep', ['600'], { env: { ORCHESTRATOR_JOB: 'another-home:r:J-7' } });
    onTestFinished(() => void stranger.kill());
    const ended = once(orphan, 'close');
    expect(await recover(scene.app)).toEqual(['1 process of a dead run ended']);
    await ended;
    expect([stranger.exitCode, child.exitCode]).toEqual([null, null]);
  });

  it('what its end meant for others is told again', async () => {
    const { scene, task } = await plannedScene('words');
    const [dependent] = await scene.plan({ slug: 'dependent', dependsOn: ['greet'] });
    if (dependent === undefined) throw new Error('nothing was planned');
    await scene.app.store.commit([
      { type: 'save-task', task: { ...task, state: { status: 'failed', reason: 'the crash came right after this' } } },
    ]);
    await recover(scene.app);
    expect((await scene.task(dependent)).state.status).toBe('skipped');
  });
});

describe('a move of main that a crash cut off (INV-10)', () => {
  const crash = async (): Promise<never> => {
    throw new Error('crash');
  };

  it('is undone when it had not begun', async () => {
    const { scene, task } = await developedScene();
    const main = scene.repository.git(['rev-parse', 'main']);
    await expect(integrate(withGit(scene.app, { moveBranch: crash }), scene.scope, task.id)).rejects.toThrow('crash');
    expect(await recover(scene.app)).toEqual([
      `the merge of ${task.id} had not begun when a crash came; main is untouched`,
    ]);
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('is finished when the branch had moved, once and only once (INV-7)', async () => {
    const { scene, task } = await developedScene();
    const { git, main } = scene.repository;
    await expect(integrate(withGit(scene.app, { updateCheckout: crash }), scene.scope, task.id)).rejects.toThrow(
      'crash',
    );
    const moved = git(['rev-parse', 'main']);
    // The harm: the checkout says that the merge was taken back.
    expect(git(['status', '--porcelain'])).toContain('D  greet.txt');
    expect(await recover(scene.app)).toEqual([`the merge of ${task.id} was finished after a crash`]);
    expect(git(['status', '--porcelain'])).toBe('');
    expect(readFileSync(join(main, 'greet.txt'), 'utf8')).toBe('fine\n');
    expect(git(['rev-parse', 'main'])).toBe(moved);
    expect(await scene.task(task)).toMatchObject({ state: { status: 'merged', commit: moved } });
    expect((await loadRun(scene.app, scene.scope.run)).mainHead).toBe(moved);
    expect(await recover(scene.app)).toEqual([]);
  });

  it("keeps a file of the person's that stands in the way, and names it (INV-9)", async () => {
    const { scene, task } = await developedScene();
    const { main } = scene.repository;
    await expect(integrate(withGit(scene.app, { updateCheckout: crash }), scene.scope, task.id)).rejects.toThrow(
      'crash',
    );
    writeFileSync(join(main, 'greet.txt'), 'my own words\n');
    expect(await recover(scene.app)).toEqual([
      `the merge of ${task.id} was finished after a crash; kept as they are: greet.txt`,
    ]);
    expect(readFileSync(join(main, 'greet.txt'), 'utf8')).toBe('my own words\n');
  });

  it('a task called off in that very instant stops nothing else', async () => {
    const { scene, task } = await developedScene();
    const { app, scope } = scene;
    const updateCheckout: Git['updateCheckout'] = async (...args) => {
      await cancelAsPerson(app, task.id);
      await app.git.updateCheckout(...args);
    };
    await integrate(withGit(app, { updateCheckout }), scope, task.id);
    expect(await scene.task(task)).toMatchObject({ state: { status: 'cancelled' } });
    expect((await loadRun(app, scope.run)).mainHead).toBe(scene.repository.git(['rev-parse', 'main']));
    expect(await recover(app)).toEqual([]);
    expect(scene.events.filter(({ type }) => type === 'notice')).toMatchObject([
      { text: expect.stringMatching(new RegExp(`^${task.id} was delivered as .* although`)) },
    ]);
  });
});
