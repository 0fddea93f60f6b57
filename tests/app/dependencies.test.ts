import { describe, expect, it } from 'vitest';
import { enqueueRoleAgent } from '../../src/app/jobs/enqueue-role-agent.ts';
import { cancelAsPerson } from '../../src/app/tasks/decide-as-person.ts';
import { retryAsPerson } from '../../src/app/tasks/retry-task.ts';
import { type AppScene, createScene } from './app-scene.ts';

/** Three tasks, each of which depends on the one before. */
const chain = async () => {
  const scene = await createScene();
  const [first, second, third] = await scene.plan(
    { slug: 'first' },
    { slug: 'second', prompt: 'APPEND first.txt more', dependsOn: ['first'] },
    { slug: 'third', dependsOn: ['second'] },
  );
  if (first === undefined || second === undefined || third === undefined) throw new Error('nothing was planned');
  return { scene, first, second, third };
};

const enqueue = (scene: AppScene, task: { id: string }) =>
  enqueueRoleAgent(scene.app, { run: scene.scope.run, task: task.id, role: 'developer', instructions: '' });

describe('a task that depends on another one', () => {
  it('has its job queued until that is merged, says for what it waits, and builds on it (INV-14)', async () => {
    const { scene, first, second } = await chain();
    const { job, waitsFor } = await enqueue(scene, second);
    expect(waitsFor).toBe(`the merge of first (${first.id})`);
    expect(await scene.performNext()).toBeNull();
    await scene.work(first);
    expect(await scene.performNext()).toBeNull();
    await scene.merge(first);
    expect(await scene.performNext()).toMatchObject({ id: job, status: 'succeeded', waitsFor: null });
    expect(scene.repository.git(['show', 'task/second:first.txt'])).toBe('fine\nmore');
  });

  it('is skipped with the cause when that fails, and so is what depends on it', async () => {
    const { scene, first, second, third } = await chain();
    const { job } = await enqueue(scene, second);
    await scene.work(first, 'EXIT 1');
    expect((await scene.task(second)).state).toEqual({
      status: 'skipped',
      reason: `first (${first.id}) will not be merged`,
    });
    expect((await scene.task(third)).state).toEqual({
      status: 'skipped',
      reason: `second (${second.id}) will not be merged`,
    });
    expect(await scene.app.store.jobs.get(job)).toMatchObject({ status: 'cancelled' });
    await expect(enqueue(scene, third)).rejects.toMatchObject({ code: 'usage' });
  });

  it('is skipped when that is called off; another try is a new decision', async () => {
    const { scene, first, second } = await chain();
    await cancelAsPerson(scene.app, 'first');
    expect((await scene.task(first)).state).toEqual({ status: 'cancelled', reason: 'cancelled by pat' });
    expect((await scene.task(second)).state.status).toBe('skipped');
    await expect(cancelAsPerson(scene.app, 'first')).rejects.toMatchObject({ code: 'nothing-waits' });
    await expect(retryAsPerson(scene.app, 'first')).rejects.toMatchObject({ code: 'nothing-waits' });
    expect(await retryAsPerson(scene.app, 'second')).toMatchObject({ state: { status: 'planned' } });
  });
});
