import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDeliveryScene, report } from '../../e2e/delivery/delivery-scene.ts';

const BUGFIX = ['--pipeline', 'bugfix'];
const finding = (n: number): string => `P1 stubborn.txt:${n}: finding number ${n}, "word for word".`;
const refusal = (n: number) => ({ files: { 'item/12-review.md': report('verdict', 'REQUEST_CHANGES', finding(n)) } });
const tests = (fields: Readonly<Record<string, string>>, prose: string) => {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  return { files: { 'item/13-test-report.md': `---\n${lines.join('')}---\n\n${prose}\n` } };
};

test('the third rejection blocks; a person has it retried. Red test reports go to the developer (MA-043, MA-044, MA-063)', async () => {
  const scene = await createDeliveryScene();
  scene.script('stubborn', { review: [refusal(1), refusal(2), refusal(3)] });
  scene.script('red', {
    testing: [
      tests({ result: 'FAIL' }, 'AC-01 does not hold: "no greeting".'),
      tests({ verdict: 'BLOCKED', result: 'PASS' }, 'AC-02 cannot be tried.'),
      tests({ status: 'Passed, all 3 covered' }, 'AC-01 and AC-02 hold.'),
    ],
  });
  await scene.create('stubborn', ...BUGFIX);
  await scene.create('red', ...BUGFIX);
  scene.worker('--concurrency', '2');

  const blocked = await scene.rest('stubborn');
  expect(blocked).toMatchObject({ status: 'blocked', owner: 'person', attempts: 3, merge: null });
  expect(blocked.reason).toContain('REQUEST_CHANGES');
  expect(blocked.jobs.filter(({ role }) => role === 'developer')).toHaveLength(3);
  expect((await scene.run(['task', 'approve', 'stubborn'])).code, 'it waits for no approval').toBe(2);
  expect((await scene.run(['status', '--json'])).json()).toMatchObject({ tasks: { blocked: 1 } });
  await scene.decide('retry', 'stubborn');
  const merged = await scene.rest('stubborn');
  expect(merged).toMatchObject({ status: 'merged', attempts: 4 });
  for (const n of [1, 2, 3]) expect(scene.prompt(merged, 'developer', 3)).toContain(finding(n));

  const red = await scene.rest('red');
  expect(red).toMatchObject({ status: 'merged', attempts: 3 });
  expect(red.jobs.map(({ role }) => role)).toEqual([
    ...['developer', 'reviewer', 'tester', 'developer', 'reviewer', 'tester', 'developer', 'reviewer', 'tester'],
    ...['deployer', 'deployer'],
  ]);
  expect(scene.prompt(red, 'developer', 1)).toContain('AC-01 does not hold: "no greeting".');
  const last = scene.prompt(red, 'developer', 2);
  expect(last).toContain('AC-01 does not hold');
  expect(last).toContain('AC-02 cannot be tried.');
  const why = (await scene.run(['task', 'show', 'red', '--why', '--json'])).json();
  expect(JSON.stringify(why.history)).toMatch(/tests-verdict fail: Test verdict: PASS, BLOCKED/);
});

test('INV-2: what is committed after the review is reviewed anew; while a tester is at work it counts as theirs and is put aside', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  const go = scene.sign('go');
  scene.script('during', { testing: [{ waitFor: go }] });
  const late = await scene.create('late', ...BUGFIX);
  for (const stage of ['development', 'review']) {
    expect((await scene.run(['worker', '--once'])).stderr, stage).toContain('1 job ended');
  }
  const reviewed = await scene.show(late);
  expect(reviewed).toMatchObject({
    stage: 'testing',
    verdicts: expect.arrayContaining([expect.objectContaining({ gate: 'review-verdict', outcome: 'pass' })]),
  });
  repository.commit({ 'sneaked.txt': 'never reviewed\n' }, join(repository.base, reviewed.worktree));

  await scene.create('during', ...BUGFIX);
  scene.worker();
  const done = await scene.rest('late');
  expect(done).toMatchObject({ status: 'merged', attempts: 1 });
  const roles = done.jobs.map(({ role }) => role);
  expect(roles.filter((role) => role === 'reviewer')).toHaveLength(2);
  expect(roles.indexOf('deployer'), 'reviewed and tested anew before').toBeGreaterThan(roles.lastIndexOf('tester'));
  expect(roles.lastIndexOf('tester')).toBeGreaterThan(roles.lastIndexOf('reviewer'));

  await scene.begun('during', 'testing', 0);
  const { worktree } = await scene.show('during');
  const commit = repository.commit({ 'sneaked.txt': 'while it was tested\n' }, join(repository.base, worktree));
  writeFileSync(go, '');
  const failed = await scene.rest('during');
  expect(failed).toMatchObject({ status: 'failed', stage: 'testing', reason: expect.stringContaining('sneaked.txt') });
  const ref = `refs/orchestrator/aside/${failed.jobs.at(-1)?.job}`;
  expect(repository.git(['merge-base', '--is-ancestor', commit, ref]), 'the commit is kept').toBe('');
  expect(repository.git(['log', '--format=%H', failed.branch])).not.toContain(commit);
});

test('INV-10: what conflicts with main goes back with its paths; a developer who takes main in answers for their own changes alone', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  const go = scene.sign('go');
  scene.script('one', { development: [{ files: { 'same.txt': 'one\n' } }] });
  scene.script('two', {
    development: [
      { files: { 'same.txt': 'two\n' } },
      { files: { 'own.txt': 'two\n' }, run: [['git', 'merge', '--quiet', '-X', 'ours', '-m', 'Take main in', 'main']] },
    ],
    deploy: [{ waitFor: go }],
  });
  for (const slug of ['one', 'two']) await scene.create(slug, ...BUGFIX);
  scene.worker('--concurrency', '2');
  const one = await scene.rest('one');
  expect(one).toMatchObject({ status: 'merged' });
  writeFileSync(go, '');

  const two = await scene.rest('two');
  expect(two).toMatchObject({ status: 'merged', attempts: 2 });
  expect(scene.prompt(two, 'developer', 1)).toContain('conflict: same.txt');
  expect(
    two.jobs.slice(-5).map(({ role }) => role),
    'judged anew',
  ).toEqual([...['developer', 'reviewer', 'tester', 'deployer', 'deployer']]);
  expect(repository.git(['show', 'main:same.txt'])).toBe('two');
  const moves = repository.git(['log', '--first-parent', '--format=%H', 'main']).split('\n');
  expect(moves.slice(0, 2)).toEqual([two.merge?.commit, one.merge?.commit]);
});
