import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addRepository } from '../../../src/app/repositories/add-repository.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { cancelAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import { showTask } from '../../../src/app/tasks/show-task.ts';
import { forkTask } from '../../../src/app/versions/fork-task.ts';
import { listVersions } from '../../../src/app/versions/list-versions.ts';
import { selectVersion } from '../../../src/app/versions/select-version.ts';
import { pruneWorktrees } from '../../../src/app/worktrees/prune-worktrees.ts';
import { createProject } from '../../../src/domain/project/project.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';
import { createRun } from '../../helpers/store.ts';
import { createVersionsScene, type VersionsScene } from './versions-scene.ts';

const worktrees = ({ git }: VersionsScene): readonly string[] =>
  [...git('worktree', 'list', '--porcelain').matchAll(/^worktree .*\/(task-[^/\n]+)$/gm)].map(([, name = '']) => name);

const branches = ({ git }: VersionsScene): readonly string[] =>
  git('for-each-ref', '--format=%(refname:short)', 'refs/heads/task').split('\n').filter(Boolean);

describe('a task in three versions, taken up by a worker without another word (KB-01, KB-02, AS-01)', () => {
  it('has three worktrees from one commit, and none sees what the others make', async () => {
    const there = await createVersionsScene();
    await there.create();
    expect(await there.versions()).toEqual([1, 2, 3].map((number) => `${number} planned task/logo-v${number}`));
    const base = there.git('rev-parse', 'main');
    await there.work();

    const versions = await listVersions(there.app, 'logo');
    expect(versions.map((one) => one.base)).toEqual([base, base, base]);
    expect(new Set(versions.map(({ head }) => head)).size).toBe(3);
    for (const { worktree, head, status } of versions) {
      expect(status).toBe('ready');
      expect(readFileSync(`${there.scene.worktree({ worktree })}/made.txt`, 'utf8')).toBe(`made in ${worktree}\n`);
      expect(there.git('rev-parse', `${head}^`)).toBe(base);
    }
    expect(there.prompts()).toContain('You make version 2 of this work. 3 versions are made side by side');
    expect(await there.task()).toMatchObject({ state: { status: 'waiting', owner: 'person' }, due: null, head: null });
    // Nothing of it went to main, and each version has its own attempts and verdicts (INV-2).
    expect(there.git('rev-parse', 'main')).toBe(base);
    expect((await there.task('T-1-v1')).attempts).toEqual({ developer: 1 });
    // Whoever looks at the task sees who worked on it.
    expect((await showTask(there.app, 'T-1')).jobs).toHaveLength(3);
  });

  it('goes on with the chosen one: the others are cancelled, their worktrees released, their branches kept (KB-08, INV-9)', async () => {
    const there = await createVersionsScene();
    await there.create();
    await there.work();
    writeFileSync(`${there.scene.worktree({ worktree: 'task-logo-v3' })}/note.txt`, 'not committed');
    const { notices } = await selectVersion(there.app, 'T-1', 2);
    expect(notices).toEqual(['task-logo-v3 is kept: it holds uncommitted work: note.txt']);
    expect(await there.versions()).toEqual([
      '1 cancelled task/logo-v1',
      '2 planned task/logo-v2',
      '3 cancelled task/logo-v3',
    ]);
    expect(worktrees(there)).toEqual(['task-logo-v2', 'task-logo-v3']);
    expect(branches(there)).toEqual(['task/logo-v1', 'task/logo-v2', 'task/logo-v3']);
    // A person's prune must not take the task's own worktree for that of a version that is over.
    expect(await pruneWorktrees(there.app, { dryRun: true })).toContainEqual({
      ...{ worktree: 'task-logo-v2', removed: false, reason: 'T-1 is planned' },
    });

    await there.work();
    expect(await there.task()).toMatchObject({ stage: 'done', state: { status: 'merged' } });
    expect(there.git('show', 'main:made.txt')).toBe('made in task-logo-v2');
    const run = await there.app.store.runs.get((await there.task()).run);
    expect(run?.status).toBe('done');

    const planned = await pruneWorktrees(there.app, { dryRun: true });
    expect(planned).toContainEqual(
      expect.objectContaining({ worktree: 'task-logo-v1', removed: false, wouldRemove: true }),
    );
    expect(branches(there)).toContain('task/logo-v1');
    const pruned = await pruneWorktrees(there.app, { dryRun: false });
    expect(pruned).toContainEqual(expect.objectContaining({ worktree: 'task-logo-v3', removed: false }));
    expect(branches(there)).toEqual(['task/logo-v3']);
    const { head } = await there.task('T-1-v1');
    expect(there.git('rev-parse', `refs/orchestrator/kept/${head}`)).toBe(head);
  });

  it('the chosen one is forked from its head, and there is a choice again (KB-08)', async () => {
    const there = await createVersionsScene();
    await there.create();
    await there.work();
    await expect(forkTask(there.app, 'T-1', 3)).rejects.toMatchObject({ code: 'nothing-waits' });
    const { task } = await selectVersion(there.app, 'T-1', 2);
    await expect(selectVersion(there.app, 'T-1', 1)).rejects.toThrow('waits for no choice');
    for (const count of [1, 5, 2.5, Number.NaN])
      await expect(forkTask(there.app, 'T-1', count)).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
    await forkTask(there.app, 'T-1', 2);
    await there.work();
    const versions = await listVersions(there.app, 'T-1');
    expect(versions.map(({ version, status }) => `${version} ${status}`)).toEqual([
      ...['1 cancelled', '2 ready', '3 cancelled', '4 ready', '5 ready'],
    ]);
    expect(versions.slice(3).map(({ base }) => base)).toEqual([task.head, task.head]);
    expect(await there.task()).toMatchObject({ state: { status: 'waiting' } });
    await selectVersion(there.app, 'T-1', 5);
    await there.work();
    expect(there.git('show', 'main:made.txt')).toBe('made in task-logo-v5');
    expect(worktrees(there)).toEqual([]);
  });

  it('after a fork the one that was chosen before can be chosen once more', async () => {
    const there = await createVersionsScene();
    await there.create();
    await there.work();
    await selectVersion(there.app, 'T-1', 1);
    await forkTask(there.app, 'T-1', 2);
    await there.work();
    await selectVersion(there.app, 'T-1', 1);
    await there.work();
    expect(there.git('show', 'main:made.txt')).toBe('made in task-logo-v1');
    expect(await there.versions()).toEqual([
      ...['1 merged task/logo-v1', '2 cancelled task/logo-v2', '3 cancelled task/logo-v3'],
      ...['4 cancelled task/logo-v4', '5 cancelled task/logo-v5'],
    ]);
  });

  it('one that failed cannot be chosen, and what was changed afterwards is judged first (INV-1)', async () => {
    const there = await createVersionsScene();
    there.order('task-logo-v1', { exit: 3 });
    await there.create();
    await there.work();
    expect(await there.task()).toMatchObject({ state: { reason: expect.stringContaining('1: failed') } });
    await expect(selectVersion(there.app, 'T-1', 1)).rejects.toMatchObject({ code: 'nothing-waits' });
    await expect(selectVersion(there.app, 'T-1', 9)).rejects.toMatchObject({ code: 'nothing-waits' });

    const path = there.scene.worktree({ worktree: 'task-logo-v2' });
    there.scene.repository.git(['rm', '--quiet', 'made.txt'], path);
    there.scene.repository.git(['commit', '--quiet', '--message', 'Nothing is left'], path);
    await expect(selectVersion(there.app, 'T-1', 2)).rejects.toThrow('version 2 is still at work');
    await there.work();
    await expect(selectVersion(there.app, 'T-1', 2)).rejects.toThrow('change-present');
    await selectVersion(there.app, 'T-1', 3);
    expect((await there.task()).branch).toBe('task/logo-v3');
  });

  it('none with a good end blocks the task, and a retry of it tries all of them again (INV-14)', async () => {
    const there = await createVersionsScene();
    for (const number of [1, 2, 3]) there.order(`task-logo-v${number}`, { exit: 3 });
    await there.create();
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'blocked', owner: 'person' } });
    await retryAsPerson(there.app, 'T-1');
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'waiting' } });
    await expect(retryAsPerson(there.app, 'T-1')).rejects.toMatchObject({ code: 'nothing-waits' });
    expect(await there.task()).toMatchObject({ state: { status: 'waiting' } });
  });

  it('a task that had a branch before gives it up for that of the chosen version', async () => {
    const there = await createVersionsScene();
    await there.create({ pipeline: 'bugfix', versions: 2 });
    await there.work();
    expect(worktrees(there)).toEqual(['task-logo', 'task-logo-v1', 'task-logo-v2']);
    await expect(selectVersion(there.app, 'T-1', 3)).rejects.toMatchObject({ code: 'nothing-waits' });
    expect(worktrees(there), 'what is refused changes nothing').toHaveLength(3);
    const request = there.git('show', 'task/logo-v1:docs/work-items/T-1/00-business-request.md');
    expect(request).toContain('Draw the logo of this project.');
    await selectVersion(there.app, 'T-1', 1);
    expect(worktrees(there)).toEqual(['task-logo-v1']);
    expect(branches(there)).toEqual(['task/logo-v1', 'task/logo-v2']);
    expect(existsSync(there.scene.worktree({ worktree: 'task-logo' }))).toBe(false);
  });
});

describe('kill it anywhere (INV-7)', () => {
  /** The app of somebody who dies when what is to be committed is of a kind. */
  const dyingAt = ({ app }: VersionsScene, type: string): VersionsScene['app'] => {
    const { commit } = app.store;
    const store = Object.assign(Object.create(app.store), {
      commit: async (changes: Parameters<typeof commit>[0]) => {
        if (changes.some((change) => change.type === 'append-journal' && change.entry.type === type))
          throw new Error('killed');
        return commit.call(app.store, changes);
      },
    });
    const dying: VersionsScene['app'] = { ...app, store, appOf: async () => dying };
    return dying;
  };

  it('what a version had to say is said by the next worker', async () => {
    const there = await createVersionsScene();
    await there.create({ versions: 2 });
    await there.work(dyingAt(there, 'version-ended')).catch(() => undefined);
    expect(await there.task()).toMatchObject({ state: { status: 'planned' } });
    expect(await there.task('T-1-v1')).toMatchObject({ state: { status: 'ready' } });
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'waiting' } });
  });

  it('versions and the word that they have begun are there together or not at all', async () => {
    const there = await createVersionsScene();
    await there.create({ versions: 2 });
    await there.work(dyingAt(there, 'versions-begun')).catch(() => undefined);
    expect(await there.app.store.tasks.get('T-1-v1')).toBeNull();
    expect((await there.task()).versions).toMatchObject({ made: [], open: [] });
  });

  it('those that were not chosen are closed by the next worker', async () => {
    const there = await createVersionsScene();
    await there.create();
    await there.work();
    await selectVersion(dyingAt(there, 'cancelled'), 'T-1', 2).catch(() => undefined);
    expect(await there.versions()).toContain('1 ready task/logo-v1');
    await there.work();
    expect(await there.versions()).toContain('1 cancelled task/logo-v1');
    expect(await there.task()).toMatchObject({ state: { status: 'merged' } });
  });
});

it('KB-08, INV-9: prune takes the branches of versions in a registered repository, too', async () => {
  const there = await createVersionsScene();
  const shop = createGitRepository();
  const startHead = shop.commit({ 'check.sh': 'exit 0\n' });
  const project = await addRepository(there.app, { ...createProject({ repo: 'shop' }), path: shop.main });
  const inShop = await there.app.appOf(createRun({ project: 'shop', startHead }));
  const { id } = await createTask(inShop, {
    ...{
      title: 'Make a sign',
      prompt: 'Draw the sign of this shop.',
      slug: 'sign',
      kind: 'feature',
      pipeline: 'subtask',
    },
    ...{ dependsOn: [], base: null, project, versions: 2 },
  });
  await there.work();
  await cancelAsPerson(there.app, id);
  await there.work();
  const branchesOfShop = (): string => shop.git(['branch', '--list', 'task/*', '--format=%(refname:short)']).trim();
  expect(branchesOfShop()).toBe('task/sign-v1\ntask/sign-v2');
  expect(await pruneWorktrees(there.app, { dryRun: true })).toMatchObject([
    { wouldRemove: true },
    { wouldRemove: true },
  ]);
  expect(branchesOfShop()).toBe('task/sign-v1\ntask/sign-v2');
  const pruned = await pruneWorktrees(there.app, { dryRun: false });
  expect(pruned.map(({ worktree, removed }) => [worktree, removed])).toEqual([
    ['task-sign-v1', true],
    ['task-sign-v2', true],
  ]);
  expect(branchesOfShop()).toBe('');
});
