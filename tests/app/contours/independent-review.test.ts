import { expect, it } from 'vitest';
import { createContourScene } from './contour-scene.ts';

const HAND_OFF = '# Hand-off\n\n## Context\n\nGreets.\n\n## Commands\n\n```sh\ncat greet.txt\n```\n';
const CHANGE = { 'greet.txt': 'Hello.\n', 'review/handoff.md': HAND_OFF };
const reports = (verdict: string) => ({
  'review/test-plan.md': 'TP-01: it greets.\n',
  'review/code-review-report.md': `---\nverdict: ${verdict}\n---\n\nFINDING-OF-REVIEW\n`,
  'review/bug-report.md': 'None.\n',
  'review/qa-coverage.md': 'TP-01: passed.\n',
});

it('a reviewer in another worktree at the same commit, told nothing of how the change came about (AS-16, YA-15..17)', async () => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', CHANGE, { ...CHANGE, 'greet.txt': 'Hello, world.\n' });
  contour.order('independent-reviewer', reports('REQUEST_CHANGES'), reports('APPROVED'));

  const task = await contour.work();

  expect(task.state).toMatchObject({ status: 'merged' });
  const [developer, reviewer, again, second] = contour.seen();
  expect([developer, reviewer, again, second].map((seen) => seen?.role)).toEqual([
    'developer',
    'independent-reviewer',
    'developer',
    'independent-reviewer',
  ]);
  expect(reviewer?.cwd).not.toBe(developer?.cwd);
  expect(reviewer?.cwd).toBe(`${developer?.cwd}-review`);
  const [work] = task.works.filter(({ stage }) => stage === 'review');
  expect(second?.head).toBe(work?.from);
  for (const { prompt } of [reviewer, second].flatMap((seen) => seen ?? [])) {
    expect(prompt).not.toContain('DEVELOPER-TRANSCRIPT');
    expect(prompt).not.toContain('FINDING-OF-REVIEW');
    expect(prompt).toContain('review/qa-coverage.md');
  }
  expect(again?.prompt).toContain('FINDING-OF-REVIEW');
  for (const path of ['review/handoff.md', ...Object.keys(reports(''))])
    expect(contour.show('main', path)).not.toBeNull();
  // Nothing of the second worktree is left, since all that it held was brought back.
  expect(contour.scene.repository.git(['worktree', 'list'])).not.toContain('-review');
  expect(contour.scene.repository.git(['branch', '--list', '*-review'])).toBe('');
});

it('the gate names the reports that are missing, and only their reviewer is asked again (YA-17)', async () => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', CHANGE);
  const { 'review/bug-report.md': _, ...three } = reports('APPROVED');
  contour.order('independent-reviewer', three, reports('APPROVED'));

  const task = await contour.work();

  expect(task.state).toMatchObject({ status: 'merged' });
  expect(task.rejections).toMatchObject([
    { stage: 'review', gate: 'review-complete', reason: 'missing or empty: review/bug-report.md' },
  ]);
  expect(contour.seen().map(({ role }) => role)).toEqual(['developer', 'independent-reviewer', 'independent-reviewer']);
  expect(contour.seen()[2]?.prompt).toContain('missing or empty: review/bug-report.md');
});

it.each([
  ['without the file', { 'greet.txt': 'Hello.\n' }, 'review/handoff.md not found'],
  ['without commands', { ...CHANGE, 'review/handoff.md': '# Hand-off\n\nDone.\n' }, 'has no section on commands'],
])('a hand-off %s blocks the review (YA-15)', async (_, files, reason) => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', files);
  const task = await contour.work();
  expect(task).toMatchObject({ stage: 'development', state: { status: 'blocked' } });
  expect(task.rejections[0]?.reason).toContain(reason);
  expect(contour.seen().every(({ role }) => role === 'developer')).toBe(true);
});

it('a link in the place of a document is none, although its text is never empty (YA-15, YA-17)', async () => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', { ...CHANGE, 'review/handoff.md': 'LINK ../README.md' }, CHANGE);
  const linked = { ...reports('APPROVED'), 'review/bug-report.md': 'LINK ../README.md' };
  contour.order('independent-reviewer', linked, reports('APPROVED'));
  const task = await contour.work();
  expect(task.rejections.map(({ reason }) => reason)).toEqual([
    'review/handoff.md is a symbolic link and no file',
    'missing or empty: review/bug-report.md',
  ]);
  expect(task.state).toMatchObject({ status: 'merged' });
});

it('what a reviewer changes besides its reports is set aside and fails the stage', async () => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', CHANGE);
  contour.order('independent-reviewer', { ...reports('APPROVED'), 'greet.txt': 'Better.\n' });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed' });
  expect(contour.show(task.branch, 'greet.txt')).toBe('Hello.\n');
  expect(contour.show(task.branch, 'review/test-plan.md')).toBeNull();
});

it('INV-15: a developer writes no report of the reviewer', async () => {
  const contour = await createContourScene('independent-review');
  contour.order('developer', { ...CHANGE, ...reports('APPROVED') });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed' });
  expect(contour.show(task.branch, 'review/code-review-report.md')).toBeNull();
});

it('INV-2: reports of two tasks at the same paths meet in main without a conflict, each merge with its own', async () => {
  const contour = await createContourScene('independent-review');
  const other = await contour.another('other');
  contour.order('developer', CHANGE, { 'other.txt': 'Other.\n', 'review/handoff.md': `${HAND_OFF}echo second\n` });
  const few = { ...reports('APPROVED'), 'review/bug-report.md': 'Few.\n' };
  contour.order('independent-reviewer', reports('APPROVED'), few);

  const task = await contour.work();
  const second = await contour.scene.task(other);

  expect([task.state.status, second.state.status]).toEqual(['merged', 'merged']);
  expect(task.baseCommit).toBe(second.baseCommit);
  for (const { state, head } of [task, second]) {
    if (state.status !== 'merged' || head === null) continue;
    for (const path of ['review/handoff.md', ...Object.keys(reports(''))])
      expect(contour.show(state.commit, path)).toBe(contour.show(head, path));
  }
  // What would become of it otherwise.
  const { git, settings } = contour.scene.app;
  const { conflicts } = await git.mergeTree(settings.layout.mainPath, task.head ?? '', second.head ?? '');
  expect(conflicts).toEqual(['review/bug-report.md', 'review/handoff.md']);
});

it('a hand-off that main has from an earlier task is none for this one, unless it is written anew (INV-2)', async () => {
  const contour = await createContourScene('independent-review', { 'review/handoff.md': HAND_OFF });
  contour.order('developer', { 'greet.txt': 'Hello.\n' }, CHANGE);
  contour.order('independent-reviewer', reports('APPROVED'));
  const task = await contour.work();
  expect(task.rejections.map(({ reason }) => reason)).toEqual(['review/handoff.md not found']);
  expect(task.state).toMatchObject({ status: 'merged' });
});

it('one that says the same as that of an earlier task is one', async () => {
  const contour = await createContourScene('independent-review', { 'review/handoff.md': HAND_OFF });
  contour.order('developer', CHANGE);
  contour.order('independent-reviewer', reports('APPROVED'));
  expect(await contour.work()).toMatchObject({ state: { status: 'merged' }, rejections: [] });
});
