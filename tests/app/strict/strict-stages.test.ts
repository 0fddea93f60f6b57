import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import { showTask } from '../../../src/app/tasks/show-task.ts';
import { createStrictScene, fixing, reviewing } from './strict-scene.ts';

const choices = (journal: readonly { type: string; data: Readonly<Record<string, unknown>> }[]) =>
  journal.filter(({ type }) => type === 'stage-chosen').map(({ data }) => data.text);

describe('the way of a task through the strict stages (KB-03)', () => {
  it('skips what nothing calls for and says why; tests come before the checks and the review (KB-21)', async () => {
    const { create, work, journal, scene } = await createStrictScene();
    const task = await create('Greet the world');
    const done = await work(task);
    expect(done.state.status).toBe('merged');
    const jobs = await scene.app.store.jobs.ofTask(task.id);
    expect(jobs.map(({ role }) => role)).toEqual(['executor', 'test-author', 'reviewer']);
    expect(choices(await journal(task))).toEqual([
      'research: skipped (the request names no address and nothing to find out)',
      'fix: skipped (the review left nothing open)',
      'deploy: skipped (the task asks for none)',
    ]);
    const { git } = scene.repository;
    expect(git(['log', '--format=%s']).split('\n'), "the executor's own commit").toContain(
      'feat: the work of the executor',
    );
    expect(git(['status', '--porcelain'])).toBe('');
  });

  it('enters research and a deployment for users where the request asks for them (KB-06)', async () => {
    const { create, work, scene } = await createStrictScene();
    const task = await create('Greet by the book', 'Find out how people greet, and greet.\ndeploy: user-facing');
    expect((await work(task)).state.status).toBe('merged');
    const jobs = await scene.app.store.jobs.ofTask(task.id);
    expect(jobs.map(({ role }) => role)).toEqual(['researcher', 'executor', 'test-author', 'reviewer', 'deployer']);
  });

  it('fixes the inputs before anybody works (KB-16)', async () => {
    const { create, work, journal } = await createStrictScene();
    const task = await create('Greet the world', 'Greet all of them.\n\nDone when:\n- it greets');
    await work(task);
    const entries = await journal(task);
    const inputs = entries.findIndex(({ type }) => type === 'inputs-fixed');
    expect(entries[inputs]?.data).toMatchObject({ cwd: '/where/the/person/stood', dod: ['it greets'] });
    expect(Object.keys(entries[inputs]?.data ?? {})).toEqual(expect.arrayContaining(['target_dir', 'stop_condition']));
    expect(inputs).toBeLessThan(entries.findIndex(({ type }) => type === 'job-requested'));
  });
});

describe('AS-05: a review that writes, then one with a right and a wrong finding (KB-28, KB-29, KB-30)', () => {
  it('fails the writing review; the fix applies one, declines one with a reason, and the checks run again', async () => {
    const { create, order, work, journal, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', { files: { 'sneaked.txt': 'x' }, commit: false }, reviewing('P1-1', 'P2-1'));
    order('fixer', fixing(['P1-1'], ['P2-1']));
    const failed = await work(task);
    expect(failed).toMatchObject({ stage: 'review', state: { status: 'failed' } });
    expect(failed.state).toMatchObject({ reason: expect.stringMatching(/^review modified the tree\b.*sneaked\.txt/) });

    await retryAsPerson(scene.app, task.id);
    const done = await work(task);
    expect(done.state.status).toBe('merged');
    expect(await onMain('sneaked.txt')).toBeNull();
    expect(await onMain('fixed.txt')).toBe('P1-1\n');
    expect(await onMain('CODE_REVIEW.md')).toContain('- Applied: P1-1\n- Declined: P2-1: the caller trims');

    const asked = (await journal(task)).filter(({ type }) => type === 'gates-answered').map(({ data }) => data);
    const green = asked.filter((data) => JSON.stringify(data).includes('"gate":"checks-green"'));
    const candidates = new Set(green.map(({ candidate }) => candidate));
    expect(candidates.size).toBe(2);
  });

  it('the prompt of the reviewer names the range from the baseline to the head (KB-28)', async () => {
    const { create, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    await work(task);
    const jobs = await scene.app.store.jobs.ofTask(task.id);
    const review = jobs.find(({ role }) => role === 'reviewer');
    const prompt = await scene.app.files.read(scene.home('runs', task.run, `${review?.id}.prompt.md`));
    const work_ = (await scene.task(task)).works.find(({ stage }) => stage === 'review');
    expect(prompt).toContain(`${(await scene.task(task)).baseCommit}..${work_?.from}`);
  });

  it('a declined P1 is judged once more by the reviewer, with the reason; then it is settled (INV-2)', async () => {
    const { create, order, work, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', reviewing('P1-1'));
    order('fixer', fixing([], ['P1-1']));
    const done = await work(task);
    expect(done.state.status).toBe('merged');
    const jobs = await scene.app.store.jobs.ofTask(task.id);
    expect(jobs.map(({ role }) => role)).toEqual(['executor', 'test-author', 'reviewer', 'fixer', 'reviewer']);
    expect(done.feedback.join('\n')).toContain('P1-1: the caller trims');
    expect(await onMain('CODE_REVIEW.md'), 'the later review hides nothing of the first').toMatch(
      /### Review 1 of 2\n[^#]*> P1-1\n[^#]*#### What became of it\n\n- Applied: nothing\n- Declined: P1-1: the caller trims\n\n### Review 2 of 2\n/,
    );
    expect((await showTask(scene.app, task.id)).final?.notes).toContain('Declined: P1-1: the caller trims');
  });
});

describe('capabilities belong to stages (KB-04, KB-29)', () => {
  it('executor and fixer have no network, the test author has; the reviewer is read-only', async () => {
    const { create, order, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', reviewing('P2-1'));
    order('fixer', fixing(['P2-1'], []));
    const asked = new Map<string, unknown>();
    const opened: string[] = [];
    const worker: App['worker'] = {
      ...scene.app.worker,
      invocation: (request) => {
        const { role, network, access, commitsInto = [] } = request;
        asked.set(role, { network, access });
        opened.push(...commitsInto);
        return scene.app.worker.invocation(request);
      },
    };
    await work(task, { ...scene.app, worker });
    expect(Object.fromEntries(asked)).toEqual({
      executor: { network: 'none', access: 'workspace-write' },
      'test-author': { network: 'allow', access: 'workspace-write' },
      reviewer: { network: 'none', access: 'read-only' },
      fixer: { network: 'none', access: 'workspace-write' },
    });
    // Who commits itself gets at the commits of its own branch, and not at main, the configuration or the hooks (INV-16).
    expect(new Set(opened.map((path) => path.replace(/^.*\.git\//, '')))).toEqual(
      new Set(['worktrees/task-greet-the-world', 'objects', 'refs/heads/task', 'logs/refs/heads/task']),
    );
  });

  it('a reviewer whose sandbox lets it write nothing gives its report as its last message (CF-10)', async () => {
    const { create, order, work, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', { files: {}, commit: false });
    const message = '---\nverdict: APPROVED\nopen: []\n---\n\nRead from beginning to end.';
    const worker: App['worker'] = {
      ...scene.app.worker,
      conclude: (end, log) => {
        const conclusion = scene.app.worker.conclude(end, log);
        return log.includes('reviewer') && conclusion.outcome === 'succeeded' ? { ...conclusion, message } : conclusion;
      },
    };
    expect((await work(task, { ...scene.app, worker })).state.status).toBe('merged');
    expect(await onMain('CODE_REVIEW.md')).toContain('> Read from beginning to end.');
  });
});

it('a fixer that leaves the report of an earlier round writes it again; that is no dirty tree (INV-2)', async () => {
  const { create, order, work, scene } = await createStrictScene();
  const task = await create('Greet the world');
  order('reviewer', reviewing('P1-1'), reviewing('P1-2'));
  order('fixer', fixing([], ['P1-1']), { files: { 'fixed.txt': 'again' } }, fixing(['P1-2'], []));
  const done = await work(task);
  expect(done.state.status).toBe('merged');
  expect(done.rejections.map(({ gate, reason }) => `${gate}: ${reason}`)).toEqual([
    'review-settled: declined, and for the reviewer to judge once more: P1-1',
    `fix-report: docs/work-items/${task.id}/16-fix-report.md not found`,
  ]);
  expect((await scene.app.store.jobs.ofTask(task.id)).filter(({ role }) => role === 'fixer')).toHaveLength(3);
});

describe('what stops a task', () => {
  it('a last line BLOCKER: the text above it is the reason, and nobody tries again (KB-18)', async () => {
    const { create, order, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    order('executor', { last: 'I have no password.\nBLOCKER' });
    const { state } = await work(task);
    expect(state).toMatchObject({ status: 'blocked', reason: expect.stringContaining('I have no password.') });
    expect(await scene.app.store.jobs.ofTask(task.id)).toHaveLength(1);
  });

  it('a dirty tree after the executor, with the files; they stay where they are (KB-11, KB-21)', async () => {
    const { create, order, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    order('executor', { uncommitted: { 'left.txt': 'work' } });
    const done = await work(task);
    expect(done.state).toMatchObject({ status: 'blocked', reason: 'dirty tree: left.txt' });
    expect(await scene.app.files.read(`${scene.worktree(done)}/left.txt`)).toBe('work');
  });

  it('an executor that touches a test: blocked, and one task of the kind tests that nobody starts (KB-22, AS-04)', async () => {
    const { create, order, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    order('executor', { files: { 'tests/x': 'mine', 'greet.txt': 'hello' } });
    const done = await work(task);
    expect(done.state).toMatchObject({
      status: 'blocked',
      reason: 'no-tests-written: executor modified tests: tests/x',
    });
    const others = (await scene.app.store.tasks.list()).filter(({ id }) => id !== task.id);
    expect(others).toMatchObject([
      { kind: 'tests', due: null, state: { status: 'blocked' }, prompt: expect.stringContaining('- tests/x') },
    ]);
    expect(others[0]?.title).toContain(task.id);
    expect(await scene.app.store.jobs.ofTask(others[0]?.id ?? '')).toEqual([]);
  });

  it('a run that does not end with COMPLETED is another iteration', async () => {
    const { create, order, work, scene } = await createStrictScene();
    const task = await create('Greet the world');
    order('executor', { last: 'COMPLETED, I think' });
    expect((await work(task)).state.status).toBe('merged');
    expect((await scene.app.store.jobs.ofTask(task.id)).map(({ role }) => role)).toEqual([
      ...['executor', 'executor', 'test-author', 'reviewer'],
    ]);
  });
});
