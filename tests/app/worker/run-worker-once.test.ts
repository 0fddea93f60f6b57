import { expect, it } from 'vitest';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import { isActive } from '../../../src/domain/job.ts';
import { createJobScene, type JobScene } from '../command-jobs/job-scene.ts';

/** An agent is several processes, and other suites run beside it. */
const LONG = { timeout: 120_000 };

const once = ({ app }: JobScene): Promise<number> =>
  runWorker(app, { once: true, concurrency: 3, pollMs: 10 }, new AbortController().signal);

/** How many jobs have come to their end, of commands and of agents. */
const endedIn = async ({ app }: JobScene): Promise<number> => {
  const [commands, tasks] = await Promise.all([app.store.commandJobs.list(), app.store.tasks.list()]);
  const agents = (await Promise.all(tasks.map(({ id }) => app.store.jobs.ofTask(id)))).flat();
  return [...commands, ...agents].filter(({ status }) => !isActive(status)).length;
};

it('KB-26: one job is done at a time, be it that of a command or of an agent', LONG, async () => {
  const scene = await createJobScene();
  await createTask(scene.app, {
    ...{ title: 'Greet', prompt: 'WRITE greet.txt fine', slug: null, kind: 'feature', pipeline: 'subtask' },
    ...{ dependsOn: [], base: null, project: null },
  });
  await scene.order('echo COMPLETED');
  await scene.order('echo COMPLETED');
  const told: number[] = [];
  const found: number[] = [];
  for (let time = 1; time <= 4; time += 1) {
    told.push(await once(scene));
    found.push(await endedIn(scene));
  }
  expect([told, found]).toEqual([
    [1, 1, 1, 0],
    [1, 2, 3, 3],
  ]);
});

it('leaves no scratch worktree of the checks behind, but those that another process works in', LONG, async () => {
  const scene = await createJobScene();
  const { app } = scene;
  const order = (title: string) =>
    createTask(app, {
      ...{ title, prompt: `WRITE ${title}.txt fine`, slug: null, kind: 'feature', pipeline: 'subtask' },
      ...{ dependsOn: [], base: null, project: null },
    });
  const scratch = async (): Promise<readonly string[]> =>
    (await app.git.worktrees(app.settings.layout.mainPath))
      .map(({ path }) => path)
      .filter((path) => path.includes('/scratch/'));
  await order('one');
  await order('two');
  await once(scene);
  const [kept = ''] = await scratch();
  expect(kept, 'more is to do').not.toBe('');
  await app.leases.hold(kept, 'checks', async () => {
    while ((await once(scene)) > 0);
    expect(await scratch(), 'somebody is at work there').toContain(kept);
  });
  await order('three');
  while ((await once(scene)) > 0);
  expect(await scratch()).toEqual([]);
});

it('KB-26: without anything due none is done', async () => {
  expect(await once(await createJobScene())).toBe(0);
});
