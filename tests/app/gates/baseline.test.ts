import { describe, expect, it } from 'vitest';
import { createScene, developedScene } from '../app-scene.ts';

const RED_MAIN = { 'old.txt': 'RED\n' };
const allowRed = { ORCHESTRATOR_CHECKS_BASELINE: 'allow-red' };

describe('checks that are red on main itself', () => {
  it('stop the run before a merge, with the failing lines', async () => {
    const scene = await createScene({ files: RED_MAIN });
    await expect(scene.scope.baseline).rejects.toMatchObject({
      code: 'baseline-red',
      exitCode: 2,
      message: expect.stringContaining('./old.txt:1:RED'),
    });
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('nothing was planned');
    await expect(scene.work(task)).rejects.toMatchObject({ code: 'baseline-red' });
    await expect(scene.merge(task)).rejects.toMatchObject({ code: 'baseline-red' });
  });

  it('are let pass with allow-red where they fail in the same way, and the verdict says so', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt fine', { files: RED_MAIN, variables: allowRed });
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect((await scene.task(task)).verdicts.find(({ gate }) => gate === 'checks-green')?.reason).toBe(
      '1 check green, of these red on main too: sh check.sh',
    );
  });

  it('are not let pass where they fail in another way', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt RED', { files: RED_MAIN, variables: allowRed });
    expect(await scene.merge(task)).toMatchObject({ merged: false, reason: 'checks-green: sh check.sh: exit code 1' });
  });

  it('are not let pass where there are more of them: counts are no noise (INV-3)', async () => {
    const options = {
      files: { failures: '1\n', 'check.sh': 'echo "not ok: old"; echo "# fail $(cat failures) in $$ ms"; exit 1\n' },
      variables: allowRed,
    };
    const more = await developedScene('WRITE failures 99', options);
    expect(await more.scene.merge(more.task)).toMatchObject({ merged: false });
    const same = await developedScene('WRITE greet.txt fine', options);
    expect(await same.scene.merge(same.task)).toMatchObject({ merged: true });
  });

  it('are run once for each tree of main', async () => {
    const { scene, task } = await developedScene();
    await scene.scope.baseline;
    await scene.merge(task);
    const checked = scene.events.filter((event) => event.type === 'checks-started');
    // Main's own tree and the candidate's, which is the tree of the merge.
    expect(checked.map((event) => event.task)).toEqual([null, task.id]);
  });
});

it('without checks the gates pass by the word of the person, and say so', async () => {
  const { scene, task } = await developedScene('WRITE greet.txt RED', { variables: { ORCHESTRATOR_CHECKS: '[]' } });
  expect(await scene.scope.baseline).toBeNull();
  expect(await scene.merge(task)).toMatchObject({ merged: true, checks: [] });
  expect((await scene.task(task)).verdicts.find(({ gate }) => gate === 'checks-green')?.reason).toBe(
    'there are no checks: the configuration says so',
  );
});

it('a set-up that fails is no red check: the task waits and says why (INV-13, INV-14)', async () => {
  const scene = await createScene({
    variables: { ORCHESTRATOR_SETUP: '[["sh","-c","test ! -e greet.txt || exit 7"]]' },
  });
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  await scene.scope.baseline;
  await scene.app.files.remove(scene.home('set-up'));
  await scene.work(task);
  const held = {
    status: 'waiting',
    owner: 'person',
    reason: expect.stringMatching(/^infrastructure: Set-up of scratch/),
  };
  expect((await scene.task(task)).state).toMatchObject(held);
  expect(await scene.merge(task)).toMatchObject({ merged: false, reason: held.reason });
});
