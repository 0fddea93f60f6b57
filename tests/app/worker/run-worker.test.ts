import { existsSync, readFileSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { recover } from '../../../src/app/home/recover.ts';
import { enqueueRoleAgent } from '../../../src/app/jobs/enqueue-role-agent.ts';
import { runJob } from '../../../src/app/jobs/run-job.ts';
import { addRepository } from '../../../src/app/repositories/add-repository.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { cancelAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';
import { createProject, type Project } from '../../../src/domain/project/project.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Task } from '../../../src/domain/task.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { createGitRepository, type GitRepository } from '../../helpers/git-repository.ts';
import { createRun } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';

const NEVER = new AbortController().signal;

/** The next of everything that is due, until nothing is. */
const work = async (app: App): Promise<void> => {
  while ((await runWorker(app, { once: true, concurrency: 2, pollMs: 10 }, NEVER)) > 0);
};

interface Shop {
  readonly scene: AppScene;
  /** Another repository of the same home. */
  readonly repository: GitRepository;
  readonly project: Project;
  /** The home at work there, by the rules of a commit of its main. */
  at(commit: string): Promise<App>;
}

/** A repository's own pipeline, as short as one may be. */
const OWN = `name: own
description: One change, reviewed.
starts: engine
workItem: docs/work-items/{{task_id}}
records:
  - docs/work-items/{{task_id}}/12-review.md
stages:
  - name: development
    role: developer
    gates: [worktree-clean, change-present, checks-unchanged, checks-green]
  - name: review
    role: reviewer
    gates: [review-verdict]
    onFail: development
  - name: merge
    gates: [candidate-unchanged, worktree-clean, no-conflict, checks-unchanged, merge-checks-green]
    onFail: development
  - name: done
`;

const createShop = async (files: Readonly<Record<string, string>> = {}): Promise<Shop> => {
  const scene = await createScene();
  const repository = createGitRepository();
  repository.commit({ 'check.sh': 'exit 0\n', ...files });
  const path = repository.main;
  const project = await addRepository(scene.app, { ...createProject({ repo: 'shop', path }), path });
  return { scene, repository, project, at: (startHead) => scene.app.appOf(createRun({ project: 'shop', startHead })) };
};

const order = (app: App, title: string, more: Partial<Parameters<typeof createTask>[1]> = {}): Promise<Task> =>
  createTask(app, {
    ...{ title, prompt: 'WRITE greet.txt fine', slug: null, kind: 'feature', pipeline: 'subtask' },
    ...{ dependsOn: [], base: null, project: null, ...more },
  });

const runOf = async ({ app }: AppScene, task: Task): Promise<Run> => {
  const run = await app.store.runs.get(task.run);
  if (run === null) throw new Error('the run is not stored');
  return run;
};

const orderFromShop = async (shop: Shop, pipeline = 'subtask'): Promise<Task> => {
  const there = await shop.at(shop.repository.git(['rev-parse', 'main']));
  return order(there, 'Sell something', { project: shop.project, pipeline });
};

describe('trouble with one task', () => {
  it('with its repository holds that task alone, whatever else is due (INV-14)', async () => {
    const shop = await createShop();
    const { scene, repository } = shop;
    const stuck = await orderFromShop(shop);
    const fine = await order(scene.app, 'Greet');
    renameSync(repository.main, `${repository.main}-gone`);
    await work(scene.app);
    expect(await scene.task(fine)).toMatchObject({ state: { status: 'merged' } });
    expect(await scene.task(stuck)).toMatchObject({
      due: 'work',
      state: { status: 'waiting', reason: expect.stringContaining(repository.main) },
    });
  });

  it('with rules that are not valid, or not to be had at all, does not end the worker', async () => {
    const shop = await createShop({ '.openclaw/pipelines/own.yaml': OWN });
    const { scene, repository } = shop;
    const stuck = await orderFromShop(shop, 'own');
    renameSync(repository.main, `${repository.main}-gone`);
    const fine = await order(scene.app, 'Greet');
    await work(scene.app);
    expect(await scene.task(fine)).toMatchObject({ state: { status: 'merged' } });
    expect(await scene.task(stuck)).toMatchObject({ due: 'work' });
    expect(scene.events).toContainEqual(
      expect.objectContaining({ type: 'notice', text: expect.stringContaining(`${stuck.id}: `) }),
    );
  });

  it('fails the job that was claimed for it: none stays running with nobody at work on it (INV-7)', async () => {
    const shop = await createShop();
    const { scene, repository } = shop;
    const task = await orderFromShop(shop);
    const there = await shop.at(repository.git(['rev-parse', 'main']));
    const { job } = await enqueueRoleAgent(there, {
      run: task.run,
      task: task.id,
      role: 'developer',
      instructions: '',
    });
    renameSync(repository.main, `${repository.main}-gone`);
    await work(scene.app);
    expect(await scene.app.store.jobs.get(job)).toMatchObject({ status: 'failed' });
    expect(await scene.task(task)).toMatchObject({ activeJob: null, state: { status: 'failed' } });
  });
});

it('a job that cannot be judged because git fails has failed, and does not stay running', async () => {
  const scene = await createScene();
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  const { app, scope } = scene;
  const order = { run: scope.run, task: task.id, role: 'developer', instructions: '' };
  await enqueueRoleAgent(app, order);
  const job = await claimNext(app.store, { queue: scope.run, by: app.presence.id, at: app.clock.now() });
  if (job === null) throw new Error('no job is due');
  const treeWithout = () => Promise.reject(new OrchestratorError('git-failed', 'no tree.', 'Look at it.'));
  await runJob({ ...app, git: { ...app.git, treeWithout } }, scope, job);
  expect(await app.store.jobs.get(job.id)).toMatchObject({ status: 'failed', summary: 'git-failed: no tree.' });
  expect(await scene.task(task)).toMatchObject({ activeJob: null, state: { status: 'failed' } });
});

describe("a repository's own rules", () => {
  it('are those of main when the run began; later ones count for later runs of the same process', async () => {
    const shop = await createShop();
    const before = shop.repository.git(['rev-parse', 'main']);
    expect((await shop.at(before)).pipelines.has('own')).toBe(false);
    const after = shop.repository.commit({ '.openclaw/pipelines/own.yaml': OWN });
    expect((await shop.at(after)).pipelines.has('own')).toBe(true);
    expect((await shop.at(before)).pipelines.has('own')).toBe(false);
    const task = await orderFromShop(shop, 'own');
    await work(shop.scene.app);
    expect(await shop.scene.task(task)).toMatchObject({ pipeline: 'own', attempts: { developer: 1, reviewer: 1 } });
  });

  it('that are invalid are read again once they are mended', async () => {
    const shop = await createShop();
    const broken = shop.repository.commit({ '.openclaw/policy.yaml': 'nonsense: true\n' });
    await expect(shop.at(broken)).rejects.toMatchObject({ code: 'policy-invalid' });
    const mended = shop.repository.git(['rev-parse', 'HEAD^']);
    expect((await shop.at(mended)).pipelines.has('subtask')).toBe(true);
  });

  it('count for what a person decides from anywhere', async () => {
    const shop = await createShop({ '.openclaw/pipelines/own.yaml': OWN });
    const task = await orderFromShop(shop, 'own');
    expect(shop.scene.app.pipelines.has('own')).toBe(false);
    await cancelAsPerson(shop.scene.app, task.id);
    expect(await shop.scene.task(task)).toMatchObject({ state: { status: 'cancelled' } });
  });

  it('count for a task that hears of the end of one elsewhere', async () => {
    const shop = await createShop({ '.openclaw/pipelines/own.yaml': OWN });
    const first = await order(shop.scene.app, 'First');
    const there = await shop.at(shop.repository.git(['rev-parse', 'main']));
    const more = { project: shop.project, pipeline: 'own', dependsOn: [first.id] };
    const second = await order(there, 'Second', more);
    await cancelAsPerson(shop.scene.app, first.id);
    expect(await shop.scene.task(second)).toMatchObject({ state: { status: 'skipped' } });
  });
});

describe('the run of a single task', () => {
  it('that is called off while nothing of it runs is ended and reported by the next worker', async () => {
    const scene = await createScene();
    const first = await order(scene.app, 'First');
    const second = await order(scene.app, 'Second', { dependsOn: [first.id] });
    await cancelAsPerson(scene.app, first.id);
    expect(await scene.task(second)).toMatchObject({ state: { status: 'skipped' } });
    // The harm: nothing is due, and nobody comes by.
    expect(await scene.app.store.tasks.due()).toEqual([]);
    expect(await runOf(scene, first)).toMatchObject({ status: 'running' });
    await work(scene.app);
    expect(await runOf(scene, first)).toMatchObject({ status: 'done' });
    expect(await runOf(scene, second)).toMatchObject({ status: 'failed' });
    for (const { run } of [first, second]) expect(existsSync(scene.home('runs', run, 'report.json'))).toBe(true);
  });

  it('that a crash cut off after its merge is ended, and its worktree released, by the next worker (INV-7)', async () => {
    const scene = await createScene();
    const task = await order(scene.app, 'Greet');
    const { store } = scene.app;
    let crashes = 0;
    const commit: typeof store.commit = async (changes) => {
      if (changes.some((change) => change.type === 'append-journal' && change.entry.type === 'run-ended')) {
        crashes += 1;
        throw new Error('crash');
      }
      return store.commit(changes);
    };
    const crashing: App = { ...scene.app, store: { ...store, commit }, appOf: async () => crashing };
    await work(crashing);
    expect(crashes).toBeGreaterThan(0);
    expect(await scene.task(task)).toMatchObject({ due: null, state: { status: 'merged' } });
    expect(await runOf(scene, task)).toMatchObject({ status: 'running' });
    await work(scene.app);
    expect(await runOf(scene, task)).toMatchObject({ status: 'done' });
    expect(existsSync(scene.home('runs', task.run, 'report.json'))).toBe(true);
    expect(existsSync(scene.worktree(task))).toBe(false);
  });

  it('is reported on again when it comes to the same stand a second time, and not without a reason', async () => {
    const scene = await createScene();
    const task = await order(scene.app, 'Fail', { prompt: 'EXIT 1' });
    const ends = async () =>
      (await scene.app.store.journal.after(task.run, 0)).filter(({ type }) => type === 'run-ended').length;
    const attempts = () => JSON.parse(readFileSync(scene.home('runs', task.run, 'report.json'), 'utf8')).tasks[0];
    await work(scene.app);
    expect(await ends()).toBe(1);
    await work(scene.app);
    expect(await ends()).toBe(1);
    expect(attempts()).toMatchObject({ status: 'failed', jobs: [{ status: 'failed' }] });
    await retryAsPerson(scene.app, task.id);
    await work(scene.app);
    expect(await ends()).toBe(2);
    expect(attempts()).toMatchObject({ status: 'failed', jobs: [{ status: 'failed' }, { status: 'failed' }] });
  });
});

it("a merge in another repository that a crash cut off is finished by that one's rules (INV-10)", async () => {
  const shop = await createShop({ '.openclaw/pipelines/own.yaml': OWN });
  const { app } = shop.scene;
  const task = await orderFromShop(shop, 'own');
  const from = shop.repository.git(['rev-parse', 'main']);
  const to = shop.repository.commit({ 'greet.txt': 'fine\n' });
  const move = { id: 'm-1', run: task.run, task: task.id, from, to, by: 'o-gone', state: 'announced' } as const;
  await app.store.commit([{ type: 'save-move', move }]);
  expect(await recover(app)).toContainEqual(expect.stringMatching(/the merge of .* was finished after a crash/));
  expect(await app.store.moves.unfinished()).toEqual([]);
  expect(await runOf(shop.scene, task)).toMatchObject({ mainHead: to });
});

it('a worker that the others gave up ends with the reason', async () => {
  const { app } = await createScene();
  const lost = AbortSignal.abort(new Error('given up'));
  const given: App = { ...app, presence: { ...app.presence, lost } };
  await expect(runWorker(given, { once: false, concurrency: 1, pollMs: 10 }, NEVER)).rejects.toThrow('given up');
});

it('tasks that are made at the same moment under one title have branches of their own (INV-15)', async () => {
  const scene = await createScene();
  const tasks = await Promise.all(Array.from({ length: 4 }, () => order(scene.app, 'Greet people')));
  expect(new Set(tasks.map(({ branch }) => branch)).size).toBe(4);
  expect(new Set(tasks.map(({ worktree }) => worktree)).size).toBe(4);
});
