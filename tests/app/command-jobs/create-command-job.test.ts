import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandOrder, createCommandJob } from '../../../src/app/command-jobs/create-command-job.ts';
import { showCommandJob } from '../../../src/app/command-jobs/look-at-command-jobs.ts';
import { enqueueRoleAgent } from '../../../src/app/jobs/enqueue-role-agent.ts';
import { addRepository } from '../../../src/app/repositories/add-repository.ts';
import { createProject } from '../../../src/domain/project/project.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';
import { createJobScene, orderOf } from './job-scene.ts';

it('KB-24: an order becomes a queued job with its words as they are, and its artifacts say so', async () => {
  const scene = await createJobScene();
  const command = ['bash', '-lc', 'npm test; echo COMPLETED', '--json'];
  const job = await createCommandJob(scene.app, orderOf(command, { maxIterations: 3, timeout: 0.5 }));
  expect(await scene.job(job)).toEqual(job);
  expect(job).toMatchObject({
    ...{ id: 'J-1', repo: 'shop', path: scene.shop.main, command, maxIterations: 3, timeoutMs: 500 },
    ...{ completionKeyword: 'COMPLETED', blockerKeyword: 'BLOCKER', protectsTests: false, status: 'queued' },
  });
  expect(scene.artifact(job, 'summary')).toEqual((await showCommandJob(scene.app, 'J-1')).report);
  expect(scene.artifact(job, 'iterations')).toEqual([]);
  expect(await scene.app.store.nextNumber('job')).toBe(2);
});

it('KB-22: the setting protects the tests of every job', async () => {
  const scene = await createJobScene({ ORCHESTRATOR_EXECUTOR_MAY_EDIT_TESTS: '0' });
  expect((await scene.order('true')).protectsTests).toBe(true);
});

it('runs in the main checkout of a base directory', async () => {
  const scene = await createJobScene();
  const other = createGitRepository();
  other.commit({ a: 'a' });
  const base = join(other.base, 'wide');
  mkdirSync(base);
  renameSync(other.main, join(base, 'main'));
  await addRepository(scene.app, { ...createProject({ repo: 'wide' }), path: base });
  expect((await scene.order('true', { repo: 'wide' })).path).toBe(join(base, 'main'));
});

const REFUSED: readonly (readonly [Partial<CommandOrder>, string])[] = [
  [{ repo: 'none' }, 'unknown-repository'],
  [{ maxIterations: 0 }, 'usage'],
  [{ maxIterations: 1.5 }, 'usage'],
  [{ command: [] }, 'usage'],
  [{ command: [' '] }, 'usage'],
  [{ command: ['a', 'b\0c'] }, 'usage'],
  [{ completionKeyword: 'two\nlines' }, 'usage'],
  [{ completionKeyword: ' SPACE' }, 'usage'],
  [{ blockerKeyword: 'COMPLETED' }, 'usage'],
];

/** INV-4, INV-6: whoever wrote it. */
const DENIED: readonly (readonly [readonly string[], string])[] = [
  [['git', 'push', 'origin', 'main'], 'git.push'],
  [['bash', '-lc', 'make && git push'], 'git.push'],
  [['env', 'A=1', 'sudo', 'make'], 'privilege.sudo'],
];

describe('what cannot be carried out is refused before any effect', () => {
  it('KB-24, INV-6: an order with a mistake, and a command that nobody may run', async () => {
    const scene = await createJobScene();
    for (const [more, code] of REFUSED)
      await expect(createCommandJob(scene.app, orderOf(['true'], more)), code).rejects.toMatchObject({ code });
    for (const [command, rule] of DENIED)
      await expect(createCommandJob(scene.app, orderOf(command)), rule).rejects.toThrow(rule);
    expect(await scene.app.store.commandJobs.list()).toEqual([]);
    expect(existsSync(scene.home('artifacts'))).toBe(false);
  });

  it('a repository that is no longer there', async () => {
    const scene = await createJobScene();
    rmSync(join(scene.shop.main, '.git'), { recursive: true });
    await expect(scene.order('true')).rejects.toMatchObject({ code: 'not-a-repository' });
    rmSync(scene.shop.main, { recursive: true });
    await expect(scene.order('true')).rejects.toMatchObject({ code: 'not-a-repository' });
  });
});

it('the work of an agent is no such job, and the error says where it is shown', async () => {
  const scene = await createJobScene();
  const { app, scope } = scene;
  const [task] = await scene.plan({ slug: 'greet' });
  const order = { run: scope.run, task: task?.id ?? '', role: 'developer', instructions: '' };
  const { job } = await enqueueRoleAgent(app, order);
  await expect(showCommandJob(app, 'J-9')).rejects.toMatchObject({
    code: 'unknown-job',
    next: 'See `orchestrator job list`.',
  });
  await expect(showCommandJob(app, job)).rejects.toMatchObject({ next: expect.stringContaining(`show ${task?.id}`) });
});
