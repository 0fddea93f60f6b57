import { expect, it } from 'vitest';
import { approveAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { taskHistory } from '../../../src/app/tasks/task-history.ts';
import { developedScene } from '../app-scene.ts';

it('names for every move the gates or the person that allowed it (INV-1)', async () => {
  const { scene, task } = await developedScene('WRITE check.sh exit 0');
  await approveAsPerson(scene.app, 'q-1');
  const { commit } = await scene.merge(task);
  const history = await taskHistory(scene.app, 'greet');
  const moves = history.map(({ event, from, to }) => [event, from.stage, from.status, to.stage, to.status].join(' '));
  expect(moves.at(0)).toBe('job-started development planned development running');
  expect(moves).toContain('approved checks waiting checks planned');
  expect(moves.at(-1)).toBe('merged merge ready done merged');
  const because = (event: string): readonly string[] => history.find((move) => move.event === event)?.because ?? [];
  expect(because('job-started')).toEqual(['J-1']);
  expect(because('approved')).toEqual(['checks-unchanged by pat']);
  expect(because('merged')).toEqual([commit]);
  for (const { event, from, to, because: reasons } of history) {
    if (from.stage === to.stage || event === 'merged') continue;
    expect(reasons, `${from.stage} to ${to.stage}`).toContainEqual(expect.stringMatching(/^[a-z-]+ pass: /));
  }
  expect(Date.parse(history[0]?.at ?? '')).toBeLessThanOrEqual(scene.app.clock.now());
});
