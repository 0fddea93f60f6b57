import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDeliveryScene } from './delivery-scene.ts';

const QUESTIONS = 'Q1: Which "German": Austrian or Swiss?\nRecommended: Austrian.';
const ANSWER = 'Swiss, and "grüezi" it is.';
const REASON = 'AC-01 says nothing about "Swiss": add it, word for word.';
const NEVER = '/nowhere/never';

/** The program as an agent could start it: without the marker of its job, from a directory that is nobody's. */
const asAgent = (scene: { repository: { base: string } }, ...words: readonly string[]): readonly string[] => [
  ...['env', '-u', 'ORCHESTRATOR_JOB', '-C', '/', `ORCHESTRATOR_BASE_DIR=${scene.repository.base}`, 'OPENAI_API_KEY=x'],
  ...['setsid', '--wait', process.execPath, join(import.meta.dirname, '../../../bin/orchestrator.mjs'), ...words],
];

test('an analysis asks, is answered, is rejected, and goes on when a person approves; agents cannot (INV-1, INV-14, AS-22)', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  const approve = (name: string) => asAgent(scene, 'task', 'approve', name);
  scene.script('greet', {
    analysis: [
      { files: { 'item/questions.md': QUESTIONS } },
      { files: { ...ANALYSIS, 'item/questions.md': null } },
      { files: { 'item/03-acceptance-criteria.md': 'AC-01: Swiss.\n' } },
    ],
    architecture: [
      { run: [approve('other'), asAgent(scene, 'task', 'cancel', 'other'), asAgent(scene, 'worker', '--once')] },
    ],
    development: [{ waitFor: NEVER }],
  });
  const id = await scene.create('greet');
  scene.worker();

  const asking = await scene.rest('greet');
  expect(asking).toMatchObject({ status: 'waiting', stage: 'analysis', owner: 'person' });
  expect((await scene.run(['status'])).stdout, 'what is asked can be read').toContain('Austrian or Swiss');
  expect((await scene.run(['task', 'show', id])).stdout).toContain('Austrian or Swiss');
  expect((await scene.run(['gate', 'check', id])).code).toBe(3);
  expect((await scene.run(['task', 'approve', id])).code, 'a question wants a text').toBe(2);
  expect((await scene.run(['status', '--json'])).json()).toMatchObject({ waiting: [{ task: id }] });
  await scene.decide('answer', id, ANSWER);

  const analysed = await scene.rest('greet');
  expect(analysed).toMatchObject({ status: 'waiting', stage: 'analysis', owner: 'person' });
  const answered = scene.prompt(analysed, 'analyst', 1);
  expect(answered).toContain(ANSWER);
  expect(answered).toContain(QUESTIONS);
  expect((await scene.run(['task', 'answer', id, 'yes'])).code, 'a decision is no text').toBe(2);
  expect((await scene.run(['task', 'retry', id])).code, 'there is nothing to retry').toBe(2);
  expect((await scene.run(['task', 'reject', id])).code, 'a reason is needed').toBe(2);
  expect((await scene.run(['task', 'reject', id, '--reason', ' '])).code, 'one that says something').toBe(2);
  const said = await scene.run(['task', 'reject', id, '--reason', REASON]);
  expect([said.code, said.stdout]).toEqual([0, expect.stringContaining('orchestrator worker')]);

  const again = await scene.rest('greet');
  expect(again).toMatchObject({ status: 'waiting', stage: 'analysis', owner: 'person' });
  const rejected = scene.prompt(again, 'analyst', 2);
  expect(rejected).toContain(REASON);
  expect(rejected).toContain(ANSWER);
  expect(scene.fileOf(again, `docs/work-items/${id}/03-acceptance-criteria.md`)).toBe('AC-01: Swiss.');

  await scene.create('other');
  expect(await scene.rest('other')).toMatchObject({ status: 'waiting' });
  const inside = await scene.run(['task', 'approve', id], { cwd: join(repository.base, again.worktree) });
  const marked = await scene.run(['task', 'approve', id], { variables: { ORCHESTRATOR_JOB: 'r-1/J-1' } });
  for (const refused of [inside, marked])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('error[approval-refused]')]);
  const nameless = await scene.run(['task', 'approve', id], { variables: { ORCHESTRATOR_APPROVER: undefined } });
  expect(nameless.code, nameless.stderr).toBe(0);

  await scene.begun('greet', 'development', 0);
  for (const refused of scene.answersOf('greet', 'architecture', 0))
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('error[approval-refused]') });
  const other = await scene.show('other');
  expect(other).toMatchObject({ status: 'waiting', stage: 'analysis' });
  const working = await scene.show('greet');
  expect(working).toMatchObject({ status: 'running', stage: 'development' });
  expect(working.verdicts).toContainEqual(
    expect.objectContaining({
      gate: 'analysis-approved',
      outcome: 'pass',
      reason: expect.stringMatching(/approved by \S+/),
    }),
  );

  await scene.decide('cancel', id);
  expect(await scene.show('greet')).toMatchObject({ status: 'cancelled', owner: null });
  expect((await scene.run(['task', 'cancel', id])).code, 'it is cancelled').toBe(2);
  const run = working.jobs[0]?.log.split('/').at(-2) ?? '';
  const resumed = await scene.run(['resume', run]);
  expect([resumed.code, resumed.stderr], 'it has no lead').toEqual([2, expect.stringContaining('orchestrator worker')]);
  const told = (await scene.run(['report', run, '--json'])).json();
  expect(told.decisions).toEqual([
    expect.stringContaining(ANSWER),
    expect.stringContaining(REASON),
    expect.stringContaining('analysis-approved approved by'),
    expect.stringContaining('cancelled by Ada Person'),
  ]);
  expect(scene.server.requests, 'no model was asked').toEqual([]);
});

const ANALYSIS = {
  'item/01-brd.md': 'Wanted: a greeting.\n',
  'item/02-trz.md': 'One file.\n',
  'item/03-acceptance-criteria.md': 'AC-01: it greets.\n',
  'item/04-test-plan.yaml': 'tests: []\n',
};
