import { expect, test } from 'vitest';
import type { ScriptedRequest } from '../helpers/scripted-responses-server.ts';
import { call, createCliScene, develop, type LeadTurn, merge, plan } from './cli-scene.ts';

const goalOf = ({ prompts }: ScriptedRequest): string =>
  prompts.find((text) => ['one', 'broken', 'three'].includes(text)) ?? 'none';

/** The lead does as its goal says; the goal `broken` is too much for the service. */
const turns: readonly LeadTurn[] = [
  (_, request) => {
    const goal = goalOf(request);
    if (goal === 'broken') return { status: 400, error: { message: 'this goal cannot be served' } };
    return { calls: [plan({ slug: goal, prompt: `WRITE ${goal}.txt ${goal}` }), develop(goal), call('wait_for_jobs')] };
  },
  (_, request) => ({ calls: [merge(goalOf(request))] }),
  { text: 'Done.' },
];

test('AS-13: the dispatcher takes its tasks in order, and one that fails does not stop the others', async () => {
  const scene = await createCliScene(turns);
  const variables = { DISPATCH_TASKS: '["one","broken","three"]' };
  const ended = await scene.run(['dispatcher', '--json'], { variables });
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stderr).toContain('this goal cannot be served');
  expect(scene.repository.git(['log', '--first-parent', '--merges', '--reverse', '--format=%s']).split('\n')).toEqual([
    expect.stringContaining('task/one'),
    expect.stringContaining('task/three'),
  ]);
});

test('tasks may stand one a line; all done is 0, none is 2', async () => {
  const scene = await createCliScene(turns);
  const ended = await scene.run(['dispatcher'], { variables: { DISPATCH_TASKS: 'one\nthree\n' } });
  expect(ended.code, ended.stderr).toBe(0);
  expect(scene.repository.git(['ls-files'])).toMatch(/one\.txt[\s\S]*three\.txt/);
  const none = await scene.run(['dispatcher']);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain('DISPATCH_TASKS');
});
