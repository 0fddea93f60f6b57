import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createDeliveryScene, PROMPT, report } from './delivery-scene.ts';

const FIRST = 'P1 `greet.txt:1`: it says "hi" where AC-01 wants\n\n> "hello" — word for word.';
const SECOND = 'P0 greet.txt:1: still no German.';

test('a request goes the whole way: two reviews ask for changes, the third approves, main moves once (AS-24, MA-056)', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  scene.script('greet', {
    development: [
      { files: { 'greet.txt': 'hi\n', 'docs/greet.md': 'It greets.\n' } },
      { files: { 'greet.txt': 'hello\n' } },
      { files: { 'greet.txt': 'hello, hallo\n' } },
    ],
    review: [
      { files: { 'item/12-review.md': report('verdict', 'REQUEST_CHANGES', FIRST) } },
      { files: { 'item/12-review.md': report('verdict', 'REQUEST_CHANGES', SECOND) } },
    ],
  });
  const before = repository.git(['rev-parse', 'main']);
  const id = await scene.create('greet');
  expect(id).toBe('T-1');
  expect(await scene.show('greet')).toMatchObject({ status: 'planned', stage: 'created', owner: null, attempts: 0 });
  scene.worker();

  const analysed = await scene.rest('greet');
  expect(analysed).toMatchObject({ status: 'waiting', stage: 'analysis', owner: 'person' });
  expect((await scene.run(['gate', 'check', id])).code, 'it waits for a person').toBe(3);
  expect(scene.fileOf(analysed, 'docs/work-items/T-1/00-business-request.md')).toContain(PROMPT);
  await scene.decide('approve', id);

  const done = await scene.rest('greet');
  expect(done).toMatchObject({ status: 'merged', stage: 'done', owner: null, attempts: 3, reason: null });
  expect(done.verdicts).toContainEqual({
    gate: 'analysis-approved',
    outcome: 'pass',
    reason: expect.stringContaining('Ada Person'),
  });
  expect(done.verdicts.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  expect(done.jobs.map(({ role, status }) => `${role} ${status}`)).toEqual(
    [
      ...['analyst', 'architect', 'developer', 'reviewer', 'developer', 'reviewer', 'developer', 'reviewer'],
      ...['tester', 'deployer', 'deployer'],
    ].map((role) => `${role} succeeded`),
  );

  const third = scene.prompt(done, 'developer', 2);
  expect(third).toContain(FIRST);
  expect(third).toContain(SECOND);
  expect(third, 'the stage is named').toContain('`development`');
  expect(scene.prompt(done, 'developer', 0)).not.toContain('P1');
  expect(scene.prompt(done, 'reviewer', 0)).toContain('docs/work-items/T-1/12-review.md');

  const moves = repository.git(['log', '--first-parent', '--format=%H', `${before}..main`]).split('\n');
  expect(moves, 'main has moved once').toEqual([done.merge?.commit]);
  expect(repository.git(['show', 'main:greet.txt'])).toBe('hello, hallo');
  expect(repository.git(['show', 'main:docs/work-items/T-1/00-business-request.md'])).toContain(PROMPT);
  expect(repository.git(['ls-tree', '--name-only', 'main:docs/work-items/T-1']).split('\n')).toEqual([
    ...['00-business-request.md', '01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml'],
    ...['06-adr', '12-review.md', '13-test-report.md', '14-deploy-log.md', '15-staging-log.md'],
  ]);
  expect(repository.git(['status', '--porcelain'])).toBe('');

  const folder = dirname(String(done.jobs[0]?.log));
  const run = basename(folder);
  const file = join(folder, 'report.json');
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8').includes('"done"'), { timeout: 30_000 });
  const told = JSON.parse(readFileSync(file, 'utf8'));
  expect(told).toMatchObject({ run, status: 'done', tasks: [{ id, status: 'merged', attempts: 3 }], next: [] });
  expect(told.decisions).toEqual([expect.stringContaining('analysis-approved approved by Ada Person')]);
  expect(told.tests.length).toBeGreaterThan(0);
  expect((await scene.run(['report', run])).stdout).toContain('Greet people: greet');
});
