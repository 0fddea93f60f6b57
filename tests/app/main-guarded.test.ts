import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateGates } from '../../src/app/gates/evaluate-gates.ts';
import { runRepoCommand } from '../../src/app/lead/run-repo-command.ts';
import { loadRun } from '../../src/app/runs/save-run.ts';
import { approveAsPerson, rejectAsPerson } from '../../src/app/tasks/decide-as-person.ts';
import type { ProcessSpec } from '../../src/ports/processes.ts';
import { createScene, developedScene } from './app-scene.ts';

describe("the person's checkout of main comes first (INV-10)", () => {
  it('a merge waits while it has changes, says whom it waits for, and goes on afterwards (INV-14)', async () => {
    const { scene, task } = await developedScene();
    const { git, main } = scene.repository;
    writeFileSync(join(main, 'README.md'), 'my own words\n');
    const head = git(['rev-parse', 'main']);
    const refused = await scene.merge(task);
    expect(refused).toMatchObject({ merged: false, reason: expect.stringContaining('README.md; commit or stash') });
    expect((await scene.task(task)).state).toMatchObject({ status: 'waiting', owner: 'person' });
    expect(git(['rev-parse', 'main'])).toBe(head);
    git(['checkout', '--quiet', 'README.md']);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('a merge waits while an untracked file is in its way, which stays as it is', async () => {
    const { scene, task } = await developedScene();
    const { git, main } = scene.repository;
    writeFileSync(join(main, 'greet.txt'), 'my own notes\n');
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: expect.stringContaining('greet.txt') });
    expect(git(['status', '--porcelain'])).toBe('?? greet.txt');
    rmSync(join(main, 'greet.txt'));
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect(existsSync(join(main, 'greet.txt'))).toBe(true);
  });

  it('nothing is merged on top of a move of main that nobody explains (INV-1)', async () => {
    const { scene, task } = await developedScene();
    const moved = scene.repository.commit({ 'other.txt': 'by somebody else\n' });
    await expect(scene.merge(task)).rejects.toMatchObject({ code: 'main-moved', exitCode: 3 });
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(moved);
    const journal = await scene.app.store.journal.after(scene.scope.run, 0);
    expect(journal.at(-1)).toMatchObject({ type: 'main-moved', data: { to: moved } });
  });

  it('a pull explains what origin has, and no other move that comes while it runs (INV-1)', async () => {
    const scene = await createScene({ layout: 'origin' });
    const { git, commit, base } = scene.repository;
    const elsewhere = join(base, 'elsewhere');
    git(['push', '--quiet', 'origin', 'main']);
    git(['clone', '--quiet', join(base, 'origin.git'), elsewhere], base);
    const upstream = commit({ 'upstream.txt': 'theirs\n' }, elsewhere);
    git(['push', '--quiet', 'origin', 'HEAD'], elsewhere);
    const pull = () =>
      runRepoCommand(scene.app, scene.scope, { worktree: 'main', command: 'git pull --ff-only', call: 'c' });
    expect(await pull()).toMatchObject({ exitCode: 0 });
    expect((await loadRun(scene.app, scene.scope.run)).mainHead).toBe(upstream);

    const evil = git(['commit-tree', '-p', upstream, '-m', 'evil', `${upstream}^{tree}`]);
    const processes = {
      ...scene.app.processes,
      run: async (spec: ProcessSpec) => {
        git(['update-ref', 'refs/heads/main', evil]);
        return scene.app.processes.run(spec);
      },
    };
    const order = { worktree: 'main', command: 'git pull --ff-only', call: 'd' };
    await expect(runRepoCommand({ ...scene.app, processes }, scene.scope, order)).rejects.toMatchObject({
      code: 'main-moved',
    });
  });

  it('a worker that moves main ends the run (INV-1)', async () => {
    const scene = await createScene();
    const [task] = await scene.plan({ slug: 'greet', prompt: 'WRITE a.txt x\nGIT update-ref refs/heads/main HEAD~1' });
    if (task === undefined) throw new Error('nothing was planned');
    await expect(scene.work(task)).rejects.toMatchObject({ code: 'main-moved' });
  });
});

describe('what the checks are comes from main (INV-3)', () => {
  const weakened = () => developedScene('WRITE greet.txt RED\nWRITE check.sh exit 0');

  it('a candidate that changes them is asked about, with the paths, before anything runs', async () => {
    const { scene, task } = await weakened();
    expect(await scene.merge(task)).toMatchObject({
      merged: false,
      reason: 'checks-unchanged: changes what the checks are: check.sh; a person decides',
    });
    const [question] = await scene.app.store.questions.open();
    expect(question).toMatchObject({ id: 'q-1', task: task.id, about: { type: 'gate', gate: 'checks-unchanged' } });
    const [verdict] = (await scene.task(task)).verdicts.filter(({ outcome }) => outcome === 'pending');
    expect(verdict?.evidence.diff).toContain('+exit 0');
    // Asked again it is the same question.
    await evaluateGates(scene.app, scene.scope, task.id);
    expect(await scene.app.store.questions.open()).toHaveLength(1);
  });

  it('an approval holds for that candidate, names the person, and lets it through', async () => {
    const { scene, task } = await weakened();
    await approveAsPerson(scene.app, 'q-1');
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect((await scene.task(task)).verdicts).toContainEqual(
      expect.objectContaining({ gate: 'checks-unchanged', outcome: 'pass', reason: 'approved by pat' }),
    );
  });

  it('an approval of an older candidate is refused (INV-2)', async () => {
    const { scene, task } = await weakened();
    scene.repository.commit({ 'check.sh': 'exit 0 # now worse\n' }, scene.worktree(task));
    await evaluateGates(scene.app, scene.scope, task.id);
    await expect(approveAsPerson(scene.app, 'q-1')).rejects.toMatchObject({ code: 'nothing-waits' });
    await approveAsPerson(scene.app, 'q-2');
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('an approval holds while others are merged elsewhere', async () => {
    const { scene, task } = await weakened();
    const [other] = await scene.plan({ slug: 'other' });
    await approveAsPerson(scene.app, 'q-1');
    await scene.work(other ?? task);
    expect(await scene.merge(other ?? task)).toMatchObject({ merged: true });
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('a branch that takes main in and undoes a merged test is asked about, though its tree is the one that passed (INV-3)', async () => {
    const scene = await createScene();
    const [undoing, tested] = await scene.plan(
      { slug: 'greet' },
      { slug: 'tested', prompt: 'WRITE test/a.test.js 1;' },
    );
    if (undoing === undefined || tested === undefined) throw new Error('nothing was planned');
    await scene.work(undoing);
    await scene.work(tested);
    await evaluateGates(scene.app, scene.scope, undoing.id);
    expect(await scene.merge(tested)).toMatchObject({ merged: true });
    const { candidate } = await scene.task(undoing);

    const { git } = scene.repository;
    const worktree = scene.worktree(undoing);
    git(['merge', '-q', '-s', 'ours', '--no-edit', 'main'], worktree);
    expect(await scene.merge(undoing)).toMatchObject({
      merged: false,
      reason: 'checks-unchanged: changes what the checks are: test/a.test.js; a person decides',
    });
    expect((await scene.task(undoing)).candidate).toBe(candidate);
    // Git itself sees nothing wrong, and the test would be gone.
    const merge = git(['merge-tree', '--write-tree', 'main', 'task/greet']);
    expect(git(['ls-tree', '-r', '--name-only', merge])).not.toContain('test/a.test.js');
    await approveAsPerson(scene.app, undoing.id);
    expect(await scene.merge(undoing)).toMatchObject({ merged: true });
  });

  it('a rejection goes back word for word, even one that reads like an approval', async () => {
    const { scene, task } = await weakened();
    await rejectAsPerson(scene.app, task.slug, 'approve');
    expect(await scene.task(task)).toMatchObject({
      state: { status: 'sent-back', reason: 'rejected by pat: approve' },
      feedback: ['Rejected by pat: approve'],
    });
    expect(await scene.merge(task)).toMatchObject({ merged: false });
  });

  it('a rejection holds for that candidate: nobody is asked again until it changes (INV-2)', async () => {
    const { scene, task } = await weakened();
    await rejectAsPerson(scene.app, task.slug, 'keep the check');
    const refused = { merged: false, reason: 'checks-unchanged: rejected by pat: keep the check' };
    expect(await scene.merge(task)).toMatchObject(refused);
    expect(await scene.merge(task)).toMatchObject(refused);
    expect(await scene.app.store.questions.open()).toEqual([]);
    expect((await scene.task(task)).verdicts).toContainEqual(
      expect.objectContaining({ outcome: 'fail', evidence: expect.objectContaining({ rejectedBy: 'pat' }) }),
    );
    scene.repository.commit({ 'check.sh': 'exit 0 # in another way\n' }, scene.worktree(task));
    expect(await scene.merge(task)).toMatchObject({ reason: expect.stringContaining('a person decides') });
    expect(await scene.app.store.questions.open()).toHaveLength(1);
  });

  it('a new test asks nobody', async () => {
    const { scene, task } = await developedScene('WRITE test/greet.test.js 1;');
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });
});
