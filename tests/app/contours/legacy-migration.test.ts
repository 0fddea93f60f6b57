import { expect, it } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { artifactAt } from '../../../src/app/gates/documents-at.ts';
import { evaluateGates } from '../../../src/app/gates/evaluate-gates.ts';
import { runRepoCommand } from '../../../src/app/lead/run-repo-command.ts';
import { saveRun } from '../../../src/app/runs/save-run.ts';
import { approveAsPerson, rejectAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import { askGate } from '../../../src/gates/registry.ts';
import { createContourScene } from './contour-scene.ts';

const PREPARED = {
  'migration/legacy-snapshot.md': 'As it is.\n',
  'migration/legacy-tech-spec.md': 'What it does.\n',
  'migration/legacy-gap-report.md': 'What is missing.\n',
  'migration/legacy-risk-assessment.md': 'What may happen.\n',
  'migration/legacy-migration-plan.md': 'In steps.\n',
  'migration/legacy-migration-proposal.md': 'Do it.\n',
  'migration/rollback-plan.md': 'git revert.\n',
};
const EDIT = { 'src/legacy.txt': 'New.\n' };
const REVIEW = { 'WORK_ITEM/12-review.md': '---\nverdict: APPROVED\n---\n' };
const APPROVAL = '---\napproved: true\nby: Ada\ndate: 2026-01-31\n---\n';

const createScene = (files: Readonly<Record<string, string>> = {}) =>
  createContourScene('legacy-migration', { 'src/legacy.txt': 'Old.\n', ...files });

it('nothing but migration/ is changed before a person approves, then the same edit is accepted (AS-18, YA-22, YA-24)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', PREPARED);
  contour.order('developer', EDIT);
  contour.order('reviewer', REVIEW);

  const waiting = await contour.work();
  expect(waiting).toMatchObject({ stage: 'approval', state: { status: 'waiting', owner: 'person' } });
  expect(contour.show(waiting.branch, 'src/legacy.txt')).toBe('Old.\n');

  await approveAsPerson(contour.scene.app, waiting.id);
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'merged' });
  expect(contour.show('main', 'src/legacy.txt')).toBe('New.\n');
  expect(contour.show('main', 'migration/approval.md')).toMatch(
    /^---\napproved: true\nby: "pat"\ndate: "20.*"\ncandidate: "/,
  );
  expect(task.verdicts.find(({ gate }) => gate === 'migration-approved')?.reason).toContain('approved by pat');
});

it('an analyst that edits code fails its stage, and the edit is kept aside (AS-18, YA-22)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', { ...PREPARED, ...EDIT });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed', reason: expect.stringContaining('src/legacy.txt') });
  expect(contour.show(task.branch, 'src/legacy.txt')).toBe('Old.\n');
});

it('the gate sees an edit by the diff, whoever made it (AS-18, YA-22)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', PREPARED);
  await contour.work();
  contour.commit(EDIT);
  await approveAsPerson(contour.scene.app, contour.task.id);
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'blocked' });
  expect(task.rejections.at(-1)).toMatchObject({
    gate: 'migration-read-only',
    reason: 'changed outside of migration/ before the approval: src/legacy.txt',
  });
  expect(contour.seen().every(({ role }) => role === 'migration-analyst')).toBe(true);
});

it('an approval that a worker writes is none: the stage fails (YA-24)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', { ...PREPARED, 'migration/approval.md': APPROVAL });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed', reason: expect.stringContaining('migration/approval.md') });
  expect(contour.show(task.branch, 'migration/approval.md')).toBeNull();
  // The gate alone could not tell it from a person's: the very same text passes.
  const file = createFrontmatter().read(APPROVAL);
  if (!file.ok) throw new Error(file.problem);
  const read = { path: 'migration/approval.md', status: 'read', fields: file.fields, text: APPROVAL } as const;
  const decision = { file: read, isAwaited: true };
  expect(askGate('migration-approved', { decision }, task)).toMatchObject({ outcome: 'pass' });
});

it('a developer, who may write nearly everything, writes no approval either (YA-24, INV-15)', async () => {
  const contour = await createScene({ 'migration/approval.md': APPROVAL });
  contour.order('migration-analyst', PREPARED);
  contour.order('developer', { ...EDIT, 'migration/approval.md': APPROVAL.replace('Ada', 'Eve') });
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'failed', reason: expect.stringContaining('migration/approval.md') });
});

it('an approval that a person has committed is accepted without another question (YA-24)', async () => {
  const contour = await createScene({ 'migration/approval.md': APPROVAL });
  contour.order('migration-analyst', PREPARED);
  contour.order('developer', EDIT);
  contour.order('reviewer', REVIEW);
  const task = await contour.work();
  expect(task.state).toMatchObject({ status: 'merged' });
  expect(task.verdicts.find(({ gate }) => gate === 'migration-approved')?.reason).toBe('approved by Ada on 2026-01-31');
  // It was about this migration: main holds it as used.
  const used = contour.show('main', 'migration/approval.md');
  expect(used).toMatch(/^---\napproved: true\nby: Ada\ndate: 2026-01-31\ncandidate: "[0-9a-f]+"\n---\n/);
  const next = await contour.another('next');
  await contour.work();
  expect(await contour.scene.task(next)).toMatchObject({ stage: 'approval', state: { status: 'waiting' } });
});

it('an approval that a task brought into main is nobody’s word, whatever its role may write there (YA-24, INV-1)', async () => {
  const contour = await createContourScene('panel', { 'src/legacy.txt': 'Old.\n' });
  contour.order(
    'developer',
    { 'other.txt': 'Other.\n', 'migration/approval.md': APPROVAL.replace('Ada', 'Eve') },
    EDIT,
  );
  contour.order('reviewer', REVIEW);
  contour.order('migration-analyst', PREPARED);
  expect((await contour.work()).state).toMatchObject({ status: 'merged' });

  const migration = await contour.another('migrate', 'legacy-migration');
  await contour.work();
  const waiting = await contour.scene.task(migration);
  expect(waiting).toMatchObject({ stage: 'approval', state: { status: 'waiting', owner: 'person' } });
  // Without a look at how it came there the gate would take it: it says all that an approval has to say.
  const { app } = contour.scene;
  const file = await artifactAt(
    app,
    { dir: app.settings.layout.mainPath, commit: waiting.head },
    'migration/approval.md',
  );
  expect(askGate('migration-approved', { decision: { file, isAwaited: true } }, waiting)).toMatchObject({
    outcome: 'pass',
    reason: 'approved by Eve on 2026-01-31',
  });

  await approveAsPerson(app, migration.id);
  await contour.work();
  expect(await contour.scene.task(migration)).toMatchObject({ state: { status: 'merged' } });
  expect(contour.show('main', 'migration/approval.md')).toMatch(/^---\napproved: true\nby: "pat"\n/);
});

it('an approval that a migration finds on the branch that it is based on is nobody’s word (YA-24, INV-1)', async () => {
  const contour = await createContourScene('legacy-migration', { 'src/legacy.txt': 'Old.\n' });
  const { repository } = contour.scene;
  contour.order('migration-analyst', PREPARED);
  // As the developer of another task leaves it there.
  repository.git(['checkout', '-q', '-b', 'task/other']);
  repository.commit({ 'migration/approval.md': APPROVAL });
  repository.git(['checkout', '-q', 'main']);

  const migration = await contour.another('migrate', 'legacy-migration', 'task/other');
  await contour.work();
  expect(await contour.scene.task(migration)).toMatchObject({ stage: 'approval', state: { status: 'waiting' } });
});

it('an approval that the tech lead commits on the branch by its own commands is nobody’s word (YA-24, INV-1)', async () => {
  const contour = await createContourScene('panel', { 'src/legacy.txt': 'Old.\n' });
  const { app, scope } = contour.scene;
  contour.order('developer', { 'migration/approval.md': APPROVAL, 'migration/rollback-plan.md': 'Another.\n' });
  contour.order('reviewer', { 'WORK_ITEM/12-review.md': '---\nverdict: REJECTED\n---\n' });
  contour.order('migration-analyst', PREPARED);
  const migration = await contour.another('migrate', 'legacy-migration');
  await contour.work();
  const { branch, worktree } = await contour.scene.task(migration);

  // The model has answered with these calls, as the run notes before it carries them out.
  await saveRun(app, scope.run, () => ({ toolCalls: 2 }));
  for (const command of [`git checkout ${contour.task.branch} -- migration`, 'git commit -m "Approved"'])
    expect(await runRepoCommand(app, scope, { worktree, command, call: 'call-1' })).toMatchObject({ exitCode: 0 });
  expect(contour.show(branch, 'migration/approval.md')).toBe(APPROVAL);
  await evaluateGates(app, scope, migration.id);
  await contour.work();
  expect(await contour.scene.task(migration)).toMatchObject({ stage: 'approval', state: { status: 'waiting' } });

  await approveAsPerson(app, migration.id);
  await contour.work();
  expect(contour.show(branch, 'migration/approval.md')).toMatch(/^---\napproved: true\nby: "pat"\n/);
});

it('a link in the place of an approval is none, and a person mends it (YA-24)', async () => {
  const contour = await createScene({ 'yes.md': APPROVAL });
  contour.order('migration-analyst', PREPARED, {});
  await contour.work();
  contour.link('migration/approval.md', '../yes.md');
  await approveAsPerson(contour.scene.app, contour.task.id);
  const reason = expect.stringContaining('migration/approval.md is a symbolic link and no file');
  expect((await contour.work()).state).toMatchObject({ status: 'blocked', reason });
});

it('a file that is no approval blocks until the person has mended it (YA-24)', async () => {
  const contour = await createScene({ 'migration/approval.md': APPROVAL.replace('true', '"true"') });
  contour.order('migration-analyst', PREPARED);
  contour.order('developer', EDIT);
  contour.order('reviewer', REVIEW);
  const blocked = await contour.work();
  expect(blocked.state).toMatchObject({ status: 'blocked', reason: expect.stringContaining('migration-approved') });
  contour.commit({ 'migration/approval.md': APPROVAL });
  await retryAsPerson(contour.scene.app, blocked.id);
  expect((await contour.work()).state).toMatchObject({ status: 'merged' });
});

it('without a rollback plan nothing is carried out, and the reason names the file (YA-25)', async () => {
  const contour = await createScene({ 'migration/approval.md': APPROVAL });
  const { 'migration/rollback-plan.md': _, ...others } = PREPARED;
  contour.order('migration-analyst', others, { ...others, 'migration/rollback-plan.md': ' \n' }, PREPARED);
  contour.order('developer', EDIT);
  contour.order('reviewer', REVIEW);
  const task = await contour.work();
  expect(task.rejections.map(({ reason }) => reason)).toEqual([
    'missing or empty: migration/rollback-plan.md',
    'missing or empty: migration/rollback-plan.md',
  ]);
  expect(task.state).toMatchObject({ status: 'merged' });
});

it('a link to some other file is no rollback plan (YA-25)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', { ...PREPARED, 'migration/rollback-plan.md': 'LINK ../src/legacy.txt' }, PREPARED);
  const waiting = await contour.work();
  expect(waiting.rejections.map(({ reason }) => reason)).toEqual([
    'missing or empty: migration/rollback-plan.md (a symbolic link)',
  ]);
  expect(waiting).toMatchObject({ stage: 'approval', state: { status: 'waiting' } });
});

it('a plan that is taken away after the assessment stops the migration (YA-25)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', PREPARED, {});
  await contour.work();
  contour.commit({ 'migration/rollback-plan.md': null });
  await approveAsPerson(contour.scene.app, contour.task.id);
  const task = await contour.work();
  expect(task.rejections.map(({ reason }) => reason).join('\n')).toContain('migration/rollback-plan.md');
  expect(contour.seen().every(({ role }) => role === 'migration-analyst')).toBe(true);
});

it('a plan that is put back as it was approved is carried out on that approval, which is written down (YA-25, INV-2)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', PREPARED);
  contour.order('developer', EDIT);
  contour.order('reviewer', REVIEW);
  await contour.work();
  contour.commit({ 'migration/rollback-plan.md': null });
  await approveAsPerson(contour.scene.app, contour.task.id);
  const task = await contour.work();
  expect(task.rejections.map(({ reason }) => reason)).toEqual(['missing or empty: migration/rollback-plan.md']);
  expect(task.state).toMatchObject({ status: 'merged' });
  expect(contour.show('main', 'migration/approval.md')).toContain('by: "pat"');
});

it('a rejection leads back to the analyst with its reason, and what is written anew is decided on anew (INV-2)', async () => {
  const contour = await createScene();
  contour.order('migration-analyst', PREPARED, { ...PREPARED, 'migration/legacy-risk-assessment.md': 'More.\n' });
  const first = await contour.work();
  await rejectAsPerson(contour.scene.app, first.id, 'The risks are too few.');
  const again = await contour.work();
  expect(again).toMatchObject({ stage: 'approval', state: { status: 'waiting' } });
  expect(contour.seen()[1]?.prompt).toContain('The risks are too few.');
  expect(again.candidate).not.toBe(first.candidate);
});
