import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { selectVersion } from '../../../src/app/versions/select-version.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createTestHome } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';
import { createStrictScene } from '../strict/strict-scene.ts';

const HAND_OFF = '# Hand-off\n\n## Context\n\nGreets.\n\n## Commands\n\n```sh\ncat greet.txt\n```\n';
const DEVELOPED = { 'greet.txt': 'Hello.\n', 'review/handoff.md': HAND_OFF };
const REPORTS = {
  'review/test-plan.md': 'TP-01: it greets.\n',
  'review/code-review-report.md': '---\nverdict: APPROVED\n---\n\nFine.\n',
  'review/bug-report.md': 'None.\n',
  'review/qa-coverage.md': 'TP-01: passed.\n',
};

/** Agents that write the same files in every worktree. */
const createWritingScene = async (): Promise<AppScene> => {
  const orders = await createTestHome();
  writeFileSync(join(orders, 'developer.json'), JSON.stringify([DEVELOPED]));
  writeFileSync(join(orders, 'independent-reviewer.json'), JSON.stringify([REPORTS]));
  const agent = ['node', join(import.meta.dirname, '../contours/agent-writes.mjs'), '{prompt_file}', '{role}', orders];
  return createScene({ variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(agent) } });
};

const createStrict = async (): Promise<AppScene> => (await createStrictScene()).scene;

it.each([
  ['web', createWritingScene],
  ['independent-review', createWritingScene],
  ['strict', createStrict],
])('a task of %s is made in versions, and the chosen one goes on to main (KB-01, KB-08)', async (pipeline, create) => {
  const scene = await create();
  const app: App = { ...scene.app, appOf: async () => app };
  const work = async (task: Task): Promise<Task> => {
    while ((await runWorker(app, { once: true, concurrency: 2, pollMs: 10 }, new AbortController().signal)) > 0);
    return scene.task(task);
  };
  const task = await createTask(app, {
    ...{ title: 'Greet', prompt: 'Greet the whole world as it was ordered.', slug: 'greet', kind: 'feature', pipeline },
    ...{ dependsOn: [], base: null, project: null, versions: 2 },
  });

  expect((await work(task)).state).toMatchObject({
    status: 'waiting',
    reason: expect.stringContaining('(1: ready; 2: ready)'),
  });
  await selectVersion(app, task.id, 2);

  expect(await work(task)).toMatchObject({ branch: 'task/greet-v2', state: { status: 'merged' } });
});

it('the document of a run names the jobs of the versions too (KB-13)', async () => {
  const strict = await createStrictScene();
  const { app } = strict.scene;
  const task = await createTask(app, {
    ...{ title: 'Greet', prompt: 'Find out how people greet, and greet.', slug: 'greet', kind: 'feature' },
    ...{ pipeline: 'strict', dependsOn: [], base: null, project: null, versions: 2 },
  });
  await strict.work(task);
  await selectVersion({ ...app, appOf: async () => app }, task.id, 1);
  expect((await strict.work(task)).state.status).toBe('merged');
  const roles = [...((await strict.onMain('ORCH_RUN.md')) ?? '').matchAll(/^- J-\d+ ([a-z-]+): /gm)].map(
    ([, role]) => role,
  );
  expect(roles).toEqual(['researcher', 'executor', 'executor', 'test-author', 'reviewer']);
});
