import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { collectEvidence } from '../../../src/app/gates/collect-evidence.ts';
import { seeCandidate } from '../../../src/app/gates/evaluate-gates.ts';
import type { Task } from '../../../src/domain/task.ts';
import { askGate } from '../../../src/gates/registry.ts';
import { developedScene } from '../app-scene.ts';

const log = (status: string): string => `---\ndeploy_status: ${status}\n---\n`;

const createDeployed = async (files: Readonly<Record<string, string>> = {}) => {
  const { scene, task } = await developedScene('WRITE greet.txt fine', { layout: 'origin', files });
  const { repository } = scene;
  const path = `docs/work-items/${task.id}/14-deploy-log.md`;
  const commitIn = (worktree: string, text: string): string => {
    const file = join(worktree, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    repository.git(['add', '--force', path], worktree);
    repository.git(['commit', '--quiet', '--message', 'A deployment'], worktree);
    return repository.git(['rev-parse', 'HEAD'], worktree).trim();
  };
  return {
    scene,
    task: await seeCandidate(scene.app, task.id),
    /** What the deployer commits on the task's own branch. */
    deploysOnBranch: async (text: string): Promise<Task> => {
      const head = commitIn(scene.worktree(task), text);
      const seen = await seeCandidate(scene.app, task.id);
      const work = { stage: seen.stage, role: 'deployer', job: 'J-9', from: head, head, candidate: '' };
      return { ...seen, works: [work] };
    },
    /** What somebody has pushed to origin's main, as the last fetch left it here. */
    deploysOnMain: (text: string): void => {
      const apart = join(repository.base, 'apart');
      repository.git(['worktree', 'add', '--quiet', '--detach', apart, 'refs/remotes/origin/main']);
      repository.git(['update-ref', 'refs/remotes/origin/main', commitIn(apart, text)]);
    },
    ask: async (present: Task, app: App = scene.app) => {
      const candidate = { task: present, head: present.head ?? '' };
      const { outcome, reason } = askGate(
        'deploy-status',
        await collectEvidence(app, scene.scope, candidate, 'deploy-status'),
        present,
      );
      return `${outcome}: ${reason}`;
    },
  };
};

it.each([
  ['SUCCESS', 'pass: deploy_status: SUCCESS'],
  ['FAILED', 'fail: deploy_status: FAILED'],
])('a log on origin/main alone is read there: %s (MA-048, MA-053)', async (status, answer) => {
  const { task, ask, deploysOnMain } = await createDeployed();
  deploysOnMain(log(status));
  expect(await ask(task)).toBe(answer);
});

it('no log anywhere is not found (MA-048)', async () => {
  const { task, ask } = await createDeployed();
  expect(await ask(task)).toContain('14-deploy-log.md not found');
});

it('trouble with git is "not found" and no error (MA-048, INV-13)', async () => {
  const { scene, task, ask, deploysOnMain } = await createDeployed();
  deploysOnMain(log('SUCCESS'));
  const resolve = () => Promise.reject(new Error('git broke'));
  expect(await ask(task, { ...scene.app, git: { ...scene.app.git, resolve } })).toContain('not found');
});

it("the worktree's own log goes before, and main is not looked at (MA-048)", async () => {
  const { scene, ask, deploysOnBranch, deploysOnMain } = await createDeployed();
  deploysOnMain(log('SUCCESS'));
  const task = await deploysOnBranch(log('FAILED'));
  const resolved: string[] = [];
  const resolve: App['git']['resolve'] = (dir, revision) => {
    resolved.push(revision);
    return scene.app.git.resolve(dir, revision);
  };
  expect(await ask(task, { ...scene.app, git: { ...scene.app.git, resolve } })).toBe('fail: deploy_status: FAILED');
  expect(resolved).toEqual([]);
});

it('what main had when the branch began is no log of this task (INV-2)', async () => {
  const { task, ask, scene } = await createDeployed({ 'docs/work-items/T-1/14-deploy-log.md': log('SUCCESS') });
  expect(task.id).toBe('T-1');
  scene.repository.git(['update-ref', 'refs/remotes/origin/main', 'HEAD']);
  expect(await ask(task)).toContain('14-deploy-log.md not found');
});
