import { describe, expect, it } from 'vitest';
import { findLogs } from '../../../src/app/home/find-logs.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { Job } from '../../../src/domain/job.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { TaskState } from '../../../src/domain/task.ts';
import { createCommandJob } from '../../helpers/command-job.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

interface Recorded {
  readonly run?: Partial<Run>;
  readonly state?: TaskState;
  readonly job?: Partial<Job>;
}

const createScene = async ({ run = {}, state = { status: 'ready' }, job = {} }: Recorded = {}) => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun(run) },
    { type: 'insert-task', task: createTask({ state }) },
    { type: 'insert-job', job: createJob({ id: 'J-1', log: '/h/runs/run-1/J-1.log', ...job }) },
    { type: 'insert-command-job', job: createCommandJob({ id: 'J-2', status: 'running' }) },
    { type: 'insert-command-job', job: createCommandJob({ id: 'J-3', status: 'blocked' }) },
  ]);
  const { base } = createGitRepository();
  const env = { ORCHESTRATOR_BASE_DIR: base };
  const { settings } = loadSettings({ env, cwd: base, flags: {}, productRoot: base });
  const isOver = async (target: string) => (await findLogs({ store, settings }, target)).isOver;
  return { isOver, paths: async (target: string) => (await findLogs({ store, settings }, target)).paths };
};

describe('what is printed', () => {
  it('is over with its job, of an agent or with a command', async () => {
    const { isOver, paths } = await createScene({ job: { status: 'running' } });
    expect(await Promise.all(['J-1', 'J-2', 'J-3'].map(isOver))).toEqual([false, false, true]);
    expect(await (await createScene({ job: { status: 'failed' } })).isOver('J-1')).toBe(true);
    expect(await paths('task-1')).toEqual(['/h/runs/run-1/J-1.log']);
  });

  it.each([
    [false, 'running'],
    [false, 'waiting'],
    [false, 'stopped'],
    [true, 'done'],
    [true, 'blocked'],
  ] as const)('is over (%s) for a run that is %s, and for its tasks', async (over, status) => {
    const { isOver } = await createScene({ run: { status } });
    expect([await isOver('run-1'), await isOver('task-1')]).toEqual([over, over]);
  });

  it.each<[boolean, TaskState]>([
    [false, { status: 'waiting', reason: 'which one?', owner: 'person' }],
    [false, { status: 'failed', reason: 'the lead may have it done again' }],
    [true, { status: 'merged', commit: 'c' }],
    [true, { status: 'cancelled', reason: 'called off' }],
  ])('is over (%s) for a task of a run that goes on: %j', async (over, state) => {
    expect(await (await createScene({ state })).isOver('task-1')).toBe(over);
  });
});
