import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDeliveryScene, PROMPT, report } from '../../e2e/delivery/delivery-scene.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';

const APPROVED = report('verdict', 'APPROVED');

/** A pipeline of a target repository: one more stage, and more gates than the built-in ones have. */
const CAREFUL = `name: careful
description: A change that is reviewed twice.
starts: engine
workItem: docs/work-items/{{task_id}}
records:
  - docs/work-items/{{task_id}}/12-review.md
  - docs/work-items/{{task_id}}/13-test-report.md
stages:
  - name: created
    gates: [entry]
  - name: development
    role: developer
    attempts: 2
    gates: [worktree-clean, change-present, tests-untouched, docs-touched, write-scope, checks-unchanged, checks-green]
  - name: review
    role: reviewer
    gates: [review-verdict]
    onFail: development
  - name: acceptance
    role: tester
    gates: [tests-verdict]
    onFail: development
  - name: merge
    gates: [candidate-unchanged, worktree-clean, no-conflict, checks-unchanged, merge-checks-green]
    onFail: development
  - name: done
`;

test("a repository's own pipeline adds stages and gates; a bad one is exit code 2 with file and line", async () => {
  const file = '.openclaw/pipelines/careful.yaml';
  const scene = await createDeliveryScene({ files: { [file]: CAREFUL } });
  const { repository } = scene;
  scene.script('greet', {
    development: [
      { files: { 'greet.txt': 'hi\n' } },
      {
        files: {
          'docs/greet.md': 'It greets.\n',
          [file]: CAREFUL.replace(/ {2}- name: acceptance[\s\S]*?onFail: development\n/, ''),
        },
      },
    ],
    acceptance: [{ files: { 'item/13-test-report.md': report('status', 'GREEN') } }],
  });
  await scene.create('greet', '--pipeline', 'careful');
  scene.worker();
  const merged = await scene.rest('greet');
  expect(merged).toMatchObject({ status: 'merged', attempts: 2, pipeline: 'careful' });
  expect(
    merged.jobs.map(({ role }) => role),
    'what the branch changes there counts for later runs',
  ).toEqual([...['developer', 'developer', 'reviewer', 'tester']]);
  expect(scene.prompt(merged, 'developer', 1)).toContain('docs-touched');
  expect(merged.verdicts.map(({ gate }) => gate)).toContain('tests-untouched');

  const refuse = async (says: RegExp, text: string): Promise<void> => {
    repository.commit({ [file]: text });
    const refused = await scene.run([
      'task',
      'create',
      '--title',
      'Greet people',
      '--prompt',
      PROMPT,
      '--pipeline',
      'careful',
    ]);
    expect(refused, refused.stderr).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(says);
  };
  await refuse(/careful\.yaml:10:\d+.*entri/s, CAREFUL.replace('[entry]', '[entri]'));
  await refuse(/careful\.yaml:\d+:\d+.*review/s, CAREFUL.replace('starts: engine', 'review: none'));
  await refuse(/careful\.yaml:\d+:\d+.*acceptance/s, CAREFUL.replace('onFail: development', 'onFail: acceptance'));
  await refuse(
    /careful\.yaml:\d+:\d+.*checks-green/s,
    CAREFUL.replace(', checks-green]', ']').replace(', merge-checks-green]', ']'),
  );
  await refuse(/subtask/, CAREFUL.replace('name: careful', 'name: subtask'));
});

test('a required review, a base, a dependency and a second repository', async () => {
  const scene = await createDeliveryScene({ variables: { ORCHESTRATOR_REVIEW: 'required' } });
  const { repository } = scene;
  const shop = createGitRepository();
  const added = await scene.run(['repo', 'add', 'shop', shop.main, '--checks', '[["true"]]']);
  expect(added.code, added.stderr).toBe(0);
  const old = repository.git(['rev-parse', 'main']);
  repository.commit({ 'newer.txt': 'newer\n' });
  repository.git(['tag', 'old', old]);
  scene.script('first', {
    development: [
      { files: { 'first.txt': 'RED\n' } },
      { files: { 'first.txt': 'dull\n' } },
      { files: { 'first.txt': 'first\n' } },
    ],
    review: [
      { files: { 'item/12-review.md': report('verdict', 'REQUEST_CHANGES', 'P1 first.txt:1 is dull.') } },
      { files: { 'item/12-review.md': APPROVED } },
    ],
  });
  scene.script('second', { development: [{ files: { 'second.txt': 'second\n' } }] });
  const first = await scene.create('first', '--pipeline', 'subtask', '--base', 'old');
  await scene.create('second', '--pipeline', 'subtask', '--depends-on', first);
  await scene.create('third', '--pipeline', 'subtask');
  await scene.create('fourth', '--pipeline', 'subtask', '--depends-on', 'third');
  await scene.decide('cancel', 'third');
  expect(await scene.show('fourth'), 'what it depends on will not come').toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('third (T-3)'),
  });
  const item = await scene.create('goods', '--pipeline', 'bugfix', '--repo', 'shop');
  expect(item).toBe('SHOP-001');
  scene.worker('--concurrency', '2');

  const goods = await scene.rest('goods');
  expect(goods).toMatchObject({
    status: 'merged',
    jobs: expect.arrayContaining([expect.objectContaining({ role: 'tester' })]),
  });
  expect(shop.git(['show', 'main:goods.txt'])).toContain('greeting');
  expect(shop.git(['show', `main:docs/work-items/${item}/00-business-request.md`])).toContain(PROMPT);

  const worktree = join(shop.base, 'main-worktrees/task-x');
  mkdirSync(worktree, { recursive: true });
  const inside = await scene.run(['task', 'approve', 'first'], { cwd: worktree });
  expect(inside.stderr, 'a worktree of another repository').toContain('error[approval-refused]');

  const red = await scene.rest('first');
  expect(red).toMatchObject({ status: 'sent-back', stage: 'development', owner: 'person', attempts: 1 });
  expect(red.reason).toContain('node check.mjs: exit code 1');
  expect(repository.git(['show', '--format=%P', '--no-patch', `${red.branch}~1`]), 'from its base').toBe(old);
  expect(await scene.show('second')).toMatchObject({
    status: 'planned',
    reason: expect.stringContaining('first (T-1)'),
  });
  await scene.decide('retry', 'first');
  const dull = await scene.rest('first');
  expect(dull).toMatchObject({ status: 'sent-back', stage: 'development', owner: 'person', attempts: 2 });
  expect(dull.reason).toContain('REQUEST_CHANGES');
  await scene.decide('retry', 'first');
  const merged = await scene.rest('first');
  expect(merged).toMatchObject({ status: 'merged', attempts: 3 });
  expect(
    merged.verdicts.map(({ gate }) => gate),
    'which `subtask` itself does without',
  ).toContain('review-verdict');
  const told = scene.prompt(merged, 'developer', 2);
  expect(told).toContain('not ok: first.txt is red');
  expect(told).toContain('P1 first.txt:1 is dull.');

  const second = await scene.rest('second');
  expect(second).toMatchObject({ status: 'merged', attempts: 1 });
  const [, developed] = repository.git(['show', '--no-patch', '--format=%P', `${second.merge?.commit}`]).split(' ');
  expect(repository.git(['show', `${developed}:first.txt`]), 'it begins where the first one ended').toBe('first');
});
