import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentOf } from '../cli-scene.ts';
import { createDeliveryScene, PROMPT } from './delivery-scene.ts';

const USUAL = ['--title', 'Greet people', '--prompt', PROMPT];

/** What `task create` is told besides the usual, and what it answers. */
const REFUSALS: Readonly<Record<string, readonly [words: readonly string[], says: RegExp]>> = {
  'a title that says nothing': [['--title', 'Do', '--pipeline', 'delivery'], /entry gate refuses it: .*title/],
  'both, each named': [['--title', 'Do', '--prompt', 'Do it.', '--pipeline', 'bugfix'], /title.*prompt/],
  'an unknown pipeline': [['--pipeline', 'delivry'], /delivry.*[\s\S]*delivery/],
  'an unknown dependency': [['--depends-on', 'T-9'], /T-9/],
  'an unknown base': [['--base', 'no/such/ref'], /no\/such\/ref/],
  'an unknown repository': [['--repo', 'nowhere'], /nowhere/],
  'a material that is not there': [['--material', 'no/such.pdf'], /no\/such\.pdf.*no such file/],
  'a material of another kind': [['--material', 'ftp://example.com/a'], /ftp:.*\n.*http, https/],
};

test('task create refuses with exit code 2 what cannot become a task, and makes nothing (MA-007)', async () => {
  const scene = await createDeliveryScene();
  const before = contentOf(scene.repository.base);
  await Promise.all(
    Object.entries(REFUSALS).map(async ([name, [words, says]]) => {
      const refused = await scene.run(['task', 'create', ...USUAL, ...words]);
      expect(refused, `${name}: ${refused.stderr}`).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr, name).toMatch(says);
    }),
  );
  const none = await scene.run(['task', 'create', ...USUAL], { variables: { ORCHESTRATOR_CHECKS: undefined } });
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('ORCHESTRATOR_CHECKS')]);
  // A worker without a network shall not have the harness reach out for it (KB-05).
  const material = ['--material', 'http://127.0.0.1:1/a'];
  const asked = await scene.run(['task', 'create', ...USUAL, ...material], { variables: { ORCHESTRATOR_JOB: 'J-1' } });
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('approval-refused')]);
  expect((await scene.run(['task', 'list', '--json'])).json()).toEqual([]);
  expect((await scene.run(['status', '--json'])).json()).toMatchObject({ jobs: {}, tasks: {}, waiting: [] });
  expect(contentOf(scene.repository.base)).toEqual(before);
  expect(existsSync(join(scene.home, 'runs'))).toBe(false);

  const idle = await scene.run(['worker', '--once']);
  expect([idle.code, idle.stderr]).toEqual([0, '0 jobs ended: none was due\n']);

  const made = await scene.run(['task', 'create', ...USUAL, '--json', '--pipeline', 'delivery', '--depends-on', 'T-9']);
  expect(made.code).toBe(2);
  const first = await scene.run(['task', 'create', ...USUAL, '--json', '--pipeline', 'delivery']);
  expect(first.json()).toMatchObject({
    ...{ id: 'T-1', slug: 'greet-people', branch: 'task/greet-people', worktree: 'task-greet-people' },
    ...{ pipeline: 'delivery', stage: 'created', status: 'planned', attempts: 0, owner: null, jobs: [], merge: null },
  });
  const second = await scene.run(['task', 'create', ...USUAL, '--json', '--depends-on', 'T-1']);
  expect(second.json(), 'a taken name gets a suffix').toMatchObject({
    ...{ id: 'T-2', slug: 'greet-people', branch: 'task/greet-people-2', pipeline: 'subtask', status: 'planned' },
    reason: expect.stringContaining('greet-people (T-1)'),
  });
  expect(scene.repository.git(['branch', '--list', 'task/*']), 'a worker makes the branch').toBe('');
});
