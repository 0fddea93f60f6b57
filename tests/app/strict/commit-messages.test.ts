import { describe, expect, it } from 'vitest';
import type { AgentOrder } from './strict-scene.ts';
import { createStrictScene, fixing, jobsOn, reviewing, withoutGate } from './strict-scene.ts';

const SILENT: AgentOrder = { message: '' };
const SPOKEN: AgentOrder = { message: 'feat: greet the world', amend: true };

/** One task in the strict stages, and the messages of main's commits, newest first. */
const createScene = async () => {
  const strict = await createStrictScene();
  const task = await strict.create('Greet the world', 'Find out how people greet, and greet all.\ndeploy: user-facing');
  return {
    ...strict,
    ...jobsOn(strict, task),
    task,
    subjects: () => strict.scene.repository.git(['log', '--format=%s|', 'main']).split('\n'),
  };
};

describe('KB-21 every commit that reaches main has a message', () => {
  it('an executor that commits without one is told which and how, mends it, and everything goes on', async () => {
    const { task, order, work, roles, promptOf, subjects } = await createScene();
    order('executor', SILENT, { ...SPOKEN, files: {} });
    const done = await work(task);

    expect(done.state.status).toBe('merged');
    expect(done.rejections).toMatchObject([
      {
        stage: 'execute',
        to: 'execute',
        gate: 'commit-messages',
        reason: expect.stringMatching(/^without a message: [0-9a-f]{7,};/),
      },
    ]);
    const id = /^without a message: ([0-9a-f]+);/.exec(done.rejections[0]?.reason ?? '')?.[1];
    expect(await promptOf(2)).toContain(`\`git rebase --interactive ${id}^\``);
    expect(await roles()).toEqual([...['researcher', 'executor', 'executor', 'test-author', 'reviewer', 'deployer']]);
    expect(subjects()).toContain('feat: greet the world|');
    expect(subjects()).not.toContain('|');
  });

  it('one that leaves it as it is ends with a person, who reads which commit it is (INV-14)', async () => {
    const { task, order, work, subjects } = await createScene();
    order('executor', SILENT, { commit: false }, { commit: false });
    expect((await work(task)).state).toMatchObject({
      status: 'blocked',
      owner: 'person',
      reason: expect.stringMatching(/commit-messages: without a message: [0-9a-f]{7,}; .*nothing was changed since/),
    });
    expect(subjects()).not.toContain('|');
  });

  it.each([
    ['researcher', 'research', {}],
    ['test-author', 'tests', {}],
    ['fixer', 'fix', fixing(['P2-1'], [])],
  ])('the %s mends its own, and nobody else is asked again', async (role, stage, usual) => {
    const { task, order, work, roles, subjects } = await createScene();
    order('reviewer', reviewing('P2-1'));
    order('fixer', fixing(['P2-1'], []));
    order(role, { ...usual, ...SILENT }, { ...usual, ...SPOKEN });
    const done = await work(task);
    expect(done.state.status).toBe('merged');
    expect(done.rejections).toMatchObject([{ stage, to: stage, gate: 'commit-messages' }]);
    const once = ['researcher', 'executor', 'test-author', 'reviewer', 'fixer', 'deployer'];
    expect(await roles()).toEqual(once.flatMap((one) => (one === role ? [one, one] : [one])));
    expect(subjects()).not.toContain('|');
  });

  it('what is committed behind the stages is met before main, and the fixer mends it', async () => {
    const { task, order, work, subjects } = await createScene();
    order('deployer', { commit: true, ...SILENT });
    order('fixer', { ...fixing([], []), ...SPOKEN });
    const done = await work(task);
    expect(done.rejections[0]).toMatchObject({ stage: 'report', to: 'fix', gate: 'commit-messages' });
    expect(done.state.status).toBe('merged');
    expect(subjects()).not.toContain('|');
  });

  it('the harm: without the gate a commit without a message goes to main, and no other gate says a word', async () => {
    const { scene, task, order, work, subjects } = await createScene();
    order('executor', SILENT);
    expect((await work(task, withoutGate(scene.app, 'commit-messages'))).state.status).toBe('merged');
    expect(subjects()).toContain('|');
  });
});
