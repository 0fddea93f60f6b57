import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanTask } from '../../../src/domain/plan/plan.ts';
import { createPlacedTask, createPlanTask } from '../../helpers/plan.ts';
import { createPlanScene, type PlanScene, reopened } from './plan-scene.ts';

/** Notes that it ran, and fails while there is no file `ok`. */
const noting = (id: string, script = 'true', more: Partial<PlanTask> = {}): PlanTask =>
  createPlanTask(id, ['sh', '-c', `echo ${id} >> ran; ${script}`], more);

const ran = ({ base }: PlanScene): readonly string[] => readFileSync(join(base, 'ran'), 'utf8').trim().split('\n');

const CHAIN = [noting('a'), noting('b', 'test -f ok', { dependsOn: ['a'] }), noting('c', 'true', { dependsOn: ['b'] })];

describe('running a plan again', () => {
  it('does not run again what ended well; what failed or was skipped starts anew', async () => {
    const scene = await createPlanScene();
    const first = await scene.run(CHAIN);
    writeFileSync(join(scene.base, 'ok'), '');
    const second = await scene.run(CHAIN);
    expect(second).toMatchObject({ run: first.run, status: 'done' });
    expect(second.tasks.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect(ran(scene)).toEqual(['a', 'b', 'b', 'c']);
    expect(scene.events).toContainEqual(expect.objectContaining({ type: 'plan-started', resumed: true, settled: 1 }));
  });

  it('runs everything where the last run was done, or with --fresh', async () => {
    const scene = await createPlanScene();
    writeFileSync(join(scene.base, 'ok'), '');
    const first = await scene.run(CHAIN);
    const second = await scene.run(CHAIN);
    expect(second.run).not.toBe(first.run);
    expect(ran(scene)).toHaveLength(6);
    appendFileSync(join(scene.base, 'ok'), '');
    const failing = [...CHAIN, noting('d', 'exit 1')];
    const third = await scene.run(failing);
    const fourth = await scene.run(failing, {}, { fresh: true });
    expect(fourth.run).not.toBe(third.run);
    expect(ran(scene)).toHaveLength(6 + 4 + 4);
  });

  it('runs what has another definition, and what is built on it', async () => {
    const scene = await createPlanScene();
    const end = noting('end', 'test -f ok');
    const first = createPlacedTask('first', 'echo 1 > first.txt');
    const then = createPlacedTask('then', 'cat first.txt', { dependsOn: ['first'] });
    await scene.run([first, then, end]);
    const changed = createPlacedTask('first', 'echo 2 > first.txt');
    const report = await scene.run([changed, then, end]);
    expect(report.tasks).toMatchObject([
      { status: 'ready', branch: 'task/first-2' },
      { status: 'ready', branch: 'task/then-2' },
      { status: 'failed' },
    ]);
    expect(scene.file(report, 'logs/then.log')).toMatch(/1\n==== attempt 1 at .* ====\n2\n$/);
  });

  it('INV-7: runs once more what a crash cut off, which is no attempt, and nothing else', async () => {
    const scene = await createPlanScene();
    await scene.run(CHAIN);
    const [run] = await scene.app.store.runs.list();
    const items = await scene.app.store.planItems.inRun(run?.id ?? '');
    const cutOff = items.map((item) => (item.id === 'b' ? { ...item, status: 'running' as const } : item));
    await scene.app.store.commit([{ type: 'save-plan-items', items: cutOff }]);
    const again = await reopened(scene);
    writeFileSync(join(again.base, 'ok'), '');
    const report = await again.run(CHAIN);
    expect(report.tasks.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect(ran(again)).toEqual(['a', 'b', 'b', 'c']);
  });

  it('is about the same plan file alone', async () => {
    const scene = await createPlanScene();
    const first = await scene.run([noting('a', 'exit 1')]);
    const other = await scene.run([noting('a', 'exit 1')], { file: join(scene.base, 'other.yaml') });
    expect(other.run).not.toBe(first.run);
  });
});
