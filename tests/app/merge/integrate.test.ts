import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyTransition } from '../../../src/app/tasks/apply-transition.ts';
import { requestTransition } from '../../../src/app/tasks/request-transition.ts';
import { removeWorktree } from '../../../src/app/worktrees/remove-worktree.ts';
import { tidyUp } from '../../../src/app/worktrees/tidy-up.ts';
import { createScene, developedScene } from '../app-scene.ts';

describe('integrate: main is always whole (INV-10)', () => {
  it('merges what is green with two parents and brings the checkout of main along', async () => {
    const { scene, task } = await developedScene();
    const { git } = scene.repository;
    const [main, branch] = [git(['rev-parse', 'main']), git(['rev-parse', 'task/greet'])];
    const integration = await scene.merge(task);
    expect(integration).toMatchObject({ merged: true, reason: 'all gates passed', conflicts: [] });
    expect(integration.checks).toMatchObject([{ command: 'sh check.sh', exitCode: 0 }]);
    expect(git(['log', '-1', '--format=%H %P'])).toBe(`${integration.commit} ${main} ${branch}`);
    expect(git(['status', '--porcelain'])).toBe('');
    expect(git(['show', 'HEAD:greet.txt'])).toBe('fine');
    expect(await scene.task(task)).toMatchObject({ stage: 'done', state: { status: 'merged' } });
    expect(await scene.merge(task)).toMatchObject({ merged: true, reason: 'it is merged already' });
    expect(git(['rev-parse', 'main'])).toBe(integration.commit);
  });

  it('checks the very tree that main will hold, not only the branch', async () => {
    // Each is green alone; together they are red.
    const scene = await createSceneWith('if test -e one.txt && test -e two.txt; then echo "error: both"; exit 1; fi\n');
    const [one, two] = await scene.plan({ slug: 'one' }, { slug: 'two' });
    if (one === undefined || two === undefined) throw new Error('nothing was planned');
    await scene.work(one);
    await scene.work(two);
    expect(await scene.merge(one)).toMatchObject({ merged: true });
    const main = scene.repository.git(['rev-parse', 'main']);
    expect(await scene.merge(two)).toMatchObject({
      merged: false,
      reason: 'merge-checks-green: sh check.sh: exit code 1',
      checks: [{ exitCode: 1, output: 'error: both' }],
    });
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
    expect(await scene.task(two)).toMatchObject({ stage: 'development', state: { status: 'sent-back' } });
  });

  it('sends back what is red, with the output, and leaves main untouched', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt RED');
    const main = scene.repository.git(['rev-parse', 'main']);
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'checks-green: sh check.sh: exit code 1' });
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
    const sentBack = await scene.task(task);
    expect(sentBack.state.status).toBe('sent-back');
    expect(sentBack.feedback.join('\n')).toContain('./greet.txt:1:RED\nerror: a file is red');
    // The next worker reads it and repairs.
    await scene.work(task, 'WRITE greet.txt fine');
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect((await scene.task(task)).attempts).toEqual({ developer: 2 });
  });

  it('sends back a conflict with its paths; the others go on (CX-30)', async () => {
    const scene = await createScene();
    const [one, two, three] = await scene.plan(
      { slug: 'one', prompt: 'WRITE README.md one' },
      { slug: 'two', prompt: 'WRITE README.md two' },
      { slug: 'three' },
    );
    if (one === undefined || two === undefined || three === undefined) throw new Error('nothing was planned');
    for (const task of [one, two, three]) await scene.work(task);
    expect(await scene.merge(one)).toMatchObject({ merged: true });
    expect(await scene.merge(two)).toMatchObject({ merged: false, conflicts: ['README.md'] });
    expect(await scene.merge(three)).toMatchObject({ merged: true });
    expect((await scene.task(two)).feedback.join()).toContain('conflict: README.md');
    expect(scene.repository.git(['status', '--porcelain'])).toBe('');
  });

  it('fails on a dirty worktree with the paths, also when the gates had passed before (CF-36)', async () => {
    const { scene, task } = await developedScene();
    expect((await scene.task(task)).state.status).toBe('ready');
    writeFileSync(join(scene.worktree(task), 'later.txt'), 'not committed\n');
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'worktree-clean: uncommitted: later.txt' });
    scene.repository.commit({}, scene.worktree(task));
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('names what is not committed before it speaks of red checks', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt RED');
    writeFileSync(join(scene.worktree(task), 'greet.txt'), 'repaired\n');
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'worktree-clean: uncommitted: greet.txt' });
  });

  it('merges a branch whose worktree was removed in between', async () => {
    const { scene, task } = await developedScene();
    await removeWorktree(scene.app, task.worktree);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('sends back a branch that has nothing in common with main (INV-13)', async () => {
    const { scene, task } = await developedScene('WRITE a.txt x\nGIT update-ref -d refs/heads/task/greet');
    expect(task.state).toMatchObject({ status: 'sent-back', reason: expect.stringContaining('no evidence') });
    expect(await scene.merge(task)).toMatchObject({ merged: false });
  });

  it('refuses a branch without any change, and a task without a branch', async () => {
    const { scene, task } = await developedScene('SAY nothing to do');
    expect(await scene.merge(task)).toMatchObject({
      reason: 'change-present: the branch holds no change against main',
    });
    const [unborn] = await scene.plan({ slug: 'unborn' });
    expect(await scene.merge(unborn ?? task)).toMatchObject({
      merged: false,
      reason: expect.stringContaining('no candidate yet'),
    });
  });

  it('a candidate that changes while its checks run is not merged (INV-2)', async () => {
    const scene = await createSceneWith(
      'test ! -e greet.txt || git update-ref refs/heads/task/greet "$(cat ../../late)"\n',
    );
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('nothing was planned');
    const { git } = scene.repository;
    const late = git(['commit-tree', git(['rev-parse', 'HEAD^{tree}']), '-p', 'HEAD', '-m', 'late']);
    scene.repository.write({ late }, scene.home());
    await scene.work(task);
    const main = git(['rev-parse', 'main']);
    expect(await scene.merge(task)).toMatchObject({ merged: false });
    expect(git(['rev-parse', 'main'])).toBe(main);
  });

  it('a task called off or at work is not merged', async () => {
    const { scene, task } = await developedScene();
    await applyTransition(scene.app, task.id, {
      type: 'job-requested',
      job: 'J-9',
      role: 'developer',
      instructions: '',
      unmerged: [],
    });
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'J-9 (developer) is still at work on T-1' });
    await applyTransition(scene.app, task.id, { type: 'cancelled', by: 'pat' });
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'cancelled by pat' });
  });
});

describe('requestTransition', () => {
  it('evaluates the gates and moves nothing on main (INV-1)', async () => {
    const { scene, task } = await developedScene();
    const main = scene.repository.git(['rev-parse', 'main']);
    const ask = (to: string | null) => requestTransition(scene.app, scene.scope, { task: task.id, to });
    expect(await ask('merge')).toMatchObject({ allowed: true, to: 'merge' });
    expect(await ask('done')).toMatchObject({ allowed: false, reason: 'done is reached by merge_locally alone' });
    await expect(ask('nowhere')).rejects.toMatchObject({ code: 'usage' });
    expect(scene.repository.git(['rev-parse', 'main'])).toBe(main);
  });

  it('asks the gates of the merge about main as it is now: a conflict is no yes, nor does one become a yes by asking again', async () => {
    const scene = await createScene();
    const work = ['one', 'two'].map((slug) => ({ slug, prompt: `WRITE README.md ${slug}` }));
    const [one, two] = await scene.plan(...work);
    if (one === undefined || two === undefined) throw new Error('nothing was planned');
    for (const task of [one, two]) await scene.work(task);
    const ask = () => requestTransition(scene.app, scene.scope, { task: two.id, to: 'merge' });
    expect(await ask()).toMatchObject({ allowed: true, reason: 'all gates on the way have passed' });
    await scene.merge(one);
    const refused = { allowed: false, reason: 'no-conflict: conflicts with main in README.md' };
    expect(await ask()).toMatchObject(refused);
    expect(await ask()).toMatchObject(refused);
    expect(await scene.task(two)).toMatchObject({ stage: 'development', state: { status: 'sent-back' } });
  });

  it('answers for the candidate as it is now, not for the one that had passed (INV-2)', async () => {
    const { scene, task } = await developedScene();
    scene.repository.commit({ 'greet.txt': 'RED\n' }, scene.worktree(task));
    const answer = await requestTransition(scene.app, scene.scope, { task: task.id, to: 'merge' });
    expect(answer).toMatchObject({ allowed: false, reason: 'checks-green: sh check.sh: exit code 1' });
  });
});

describe('tidyUp', () => {
  it('releases worktree and branch of what is merged and keeps what holds work (CX-22, INV-9)', async () => {
    const { scene, task } = await developedScene();
    const [kept] = await scene.plan({ slug: 'kept' });
    if (kept === undefined) throw new Error('nothing was planned');
    await scene.work(kept);
    await scene.merge(task);
    await scene.merge(kept);
    writeFileSync(join(scene.worktree(kept), 'notes.txt'), 'mine\n');
    expect(await tidyUp(scene.app, scene.scope.run)).toEqual([
      'task-kept is kept: it holds uncommitted work: notes.txt',
    ]);
    const { git } = scene.repository;
    expect(git(['branch', '--format=%(refname:short)']).split('\n')).toEqual(['main', 'task/kept']);
    expect(git(['worktree', 'list', '--porcelain'])).not.toContain('scratch');
  });
});

const createSceneWith = (script: string) => createScene({ files: { 'check.sh': script } });
