import { describe, expect, it } from 'vitest';
import { approveAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { type AgentOrder, createStrictScene, fixing, reviewing, withoutGate } from './strict-scene.ts';

/** What the author of the tests leaves for `Greet the world`. */
const TEST = 'tests/greet-the-world.test.txt';

describe('the tests that a role finds (INV-3, KB-22)', () => {
  const weakened: AgentOrder = {
    ...fixing(['P1-1'], []),
    files: { ...fixing(['P1-1'], []).files, [TEST]: 'It does.\n' },
  };

  it('a fixer that weakens one: a person sees what it did, and has the last word', async () => {
    const { create, order, work, journal, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', reviewing('P1-1'));
    order('fixer', weakened);
    const waiting = await work(task);
    expect(waiting).toMatchObject({ stage: 'fix', state: { status: 'waiting', owner: 'person' } });
    const asked = waiting.verdicts.find(({ gate }) => gate === 'tests-kept');
    expect(asked).toMatchObject({ outcome: 'pending', evidence: { paths: [TEST] } });
    expect(asked?.evidence.diff).toContain('-It greets.\n+It does.\n');
    expect(await onMain(TEST)).toBeNull();

    await approveAsPerson(scene.app, task.id);
    expect((await work(task)).state.status).toBe('merged');
    expect(await onMain(TEST)).toBe('It does.\n');
    expect((await journal(task)).filter(({ type }) => type === 'approved')).toHaveLength(1);
  });

  it('tests that it adds need nobody', async () => {
    const { create, order, work, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', reviewing('P1-1'));
    order('fixer', { ...weakened, files: { ...fixing(['P1-1'], []).files, 'tests/more.test.txt': 'And more.\n' } });
    expect((await work(task)).state.status).toBe('merged');
    expect(await onMain('tests/more.test.txt')).toBe('And more.\n');
  });

  it('the harm: without the gate the weakened test goes to main, and no other gate says a word', async () => {
    const { create, order, work, scene, onMain } = await createStrictScene();
    const task = await create('Greet the world');
    order('reviewer', reviewing('P1-1'));
    order('fixer', weakened);
    expect((await work(task, withoutGate(scene.app, 'tests-kept'))).state.status).toBe('merged');
    expect(await onMain(TEST)).toBe('It does.\n');
  });

  it('an executor that takes away what the test author wrote has touched a test', async () => {
    const { create, order, work, scene } = await createStrictScene({
      ORCHESTRATOR_CHECKS: '[["sh","-c","test ! -e broken"]]',
    });
    const task = await create('Greet the world');
    order('executor', { files: { broken: 'x' } }, { files: { 'greet.txt': 'Hello.\n' }, removed: ['broken', TEST] });
    const done = await work(task);
    expect(done.state).toMatchObject({ reason: `no-tests-written: executor modified tests: ${TEST}` });
    expect((await scene.app.store.jobs.ofTask(task.id)).map(({ role }) => role)).toEqual([
      ...['executor', 'test-author', 'executor'],
    ]);
  });
});
