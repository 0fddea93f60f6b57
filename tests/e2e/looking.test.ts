import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, command, createCliScene, develop, merge, plan, waits } from './cli-scene.ts';

test('after a run everything can be looked at, and nothing of that needs a key', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({ slug: 'good', prompt: 'WRITE good.txt fine' }, { slug: 'bad', prompt: 'WRITE bad.txt RED' }),
        develop('good'),
      ],
    },
    {
      calls: [develop('bad')],
    },
    ...waits(2),
    { calls: [merge('good'), command('task-bad', 'git push')] },
    { text: 'One of two.' },
  ]);
  const ended = await scene.run(['Two things', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  const report = ended.json();
  const run = String(report.run);
  const look = async (code: number, ...argv: string[]) => {
    const looked = await scene.run(argv, { variables: { OPENAI_API_KEY: undefined } });
    expect(looked.code, `${argv.join(' ')}: ${looked.stderr}`).toBe(code);
    return looked;
  };

  expect((await look(0, 'status', '--json')).json()).toMatchObject({
    jobs: { succeeded: 2 },
    tasks: { merged: 1, 'sent-back': 1 },
    waiting: [],
  });
  expect((await look(0, 'status')).stdout).toContain(run);
  const tasks = (await look(0, 'task', 'list', '--json')).json() as unknown as Answer[];
  expect(tasks).toMatchObject([
    { slug: 'good', status: 'merged', owner: null },
    { slug: 'bad', status: 'sent-back', pipeline: 'subtask' },
  ]);
  const shown = (await look(0, 'task', 'show', 'bad', '--json')).json();
  expect(shown).toMatchObject({
    id: 'T-2',
    jobs: [{ job: 'J-2', role: 'developer', status: 'succeeded', exitCode: 0 }],
  });
  expect((await look(0, 'report', run, '--json')).json()).toMatchObject({ run, status: 'failed' });
  expect((await look(0, 'report', run)).stdout).toContain('One of two.');
  for (const target of [run, 'T-2', 'J-2'])
    expect((await look(0, 'logs', target)).stdout).toContain('WRITE bad.txt RED');
  expect((await look(0, 'trace', run)).stdout).toContain('merge_locally');
  for (const argv of [
    ['task', 'show', 'T-9'],
    ['logs', 'J-9'],
    ['report', 'r-none'],
    ['trace', 'r-none'],
  ]) {
    expect((await look(2, ...argv)).stderr).toMatch(/error\[unknown-\w+\]: .*\nnext: ./);
  }
  for (const argv of [
    ['approve', 'T-1'],
    ['answer', 'T-1', 'yes'],
    ['retry', 'T-1'],
  ])
    await look(2, 'task', ...argv);

  const worktrees = (await look(0, 'worktree', 'list', '--json')).json() as unknown as Answer[];
  expect(worktrees.map(({ worktree }) => worktree)).toEqual(['main', 'task-bad']);
  await look(0, 'worktree', 'prune');
  expect(existsSync(join(scene.repository.base, 'task-bad')), 'INV-9: it holds work').toBe(true);
  await look(0, 'task', 'cancel', 'bad');
  expect((await look(0, 'task', 'show', 'bad', '--json')).json()).toMatchObject({ status: 'cancelled' });
  await look(1, 'gate', 'check', 'T-2', 'checks-green');
});

test('the guard, the gates and the settings explain themselves before anything ran', async () => {
  const scene = await createCliScene();
  const lines = ['"git status"', '{"worktree":"main","command":"git push"}', '"git log --oneline"', ''].join('\n');
  const judged = await scene.run(['guard', 'check', '--stdin', '--json'], { stdin: lines });
  expect(judged.code, judged.stderr).toBe(1);
  const answers: Answer[] = judged.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map((answer) => Object.keys(answer))).toEqual(
    answers.map(() => ['command', 'worktree', 'decision', 'rule', 'reason', 'argv']),
  );
  expect(answers.map(({ decision }) => decision)).toEqual(['allow', 'deny', 'allow']);
  expect((await scene.run(['guard', 'check', '--worktree', 'main', '--', 'git', 'status'])).code).toBe(0);
  expect((await scene.run(['guard', 'check', '--worktree', 'main', '--', 'git status && git push'])).code).toBe(1);

  const gates = (await scene.run(['gate', 'list', '--json'])).json() as unknown as Answer[];
  expect(gates.length).toBeGreaterThan(5);
  for (const gate of gates) expect(Object.keys(gate)).toEqual(['gate', 'artifact', 'fields', 'description']);
  const settings = await scene.run(['config', 'print', '--json']);
  expect(settings.code).toBe(0);
  expect(settings.stdout).not.toContain('sk-e2e');
  expect(JSON.parse((await scene.run(['config', 'schema'])).stdout)).toMatchObject({ type: 'object' });
  const healthy = await scene.run(['doctor']);
  expect(healthy, healthy.stdout).toMatchObject({ code: 0 });
  const ill = await scene.run(['doctor'], {
    variables: { OPENAI_API_KEY: undefined, ORCHESTRATOR_WORKER_COMMAND: '["no-such-program"]' },
  });
  expect(ill.code).not.toBe(0);
  expect(ill.stdout).toMatch(/OPENAI_API_KEY/);
  expect(existsSync(scene.home), 'looking makes no home').toBe(false);
});

test('patch-only: checked patches in the run folder, main unmoved', async () => {
  const scene = await createCliScene([
    { calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), develop('hello'), call('wait_for_jobs')] },
    { calls: [merge('hello')] },
    { text: 'Patched.' },
  ]);
  const { repository } = scene;
  const head = repository.git(['rev-parse', 'HEAD']);
  const ended = await scene.run(['Say hello', '--json', '--delivery', 'patch-only']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(repository.git(['rev-parse', 'HEAD'])).toBe(head);
  const [patch = ''] = ended.json().files as unknown as string[];
  expect(patch).toContain(join(scene.home, 'runs', String(ended.json().run)));
  repository.git(['am', '--quiet', patch]);
  expect(repository.git(['show', 'HEAD:hello.txt'])).toBe('hi');
  expect(readdirSync(repository.base)).not.toContain('task-hello');
});

test('with no checks at all the gate passes with that reason, and the report says that nothing was verified', async () => {
  const scene = await createCliScene(
    [
      { calls: [plan({ slug: 'note', prompt: 'WRITE note.txt RED' }), develop('note'), call('wait_for_jobs')] },
      { calls: [merge('note')] },
      { text: 'Merged.' },
    ],
    { variables: { ORCHESTRATOR_CHECKS: '[]' } },
  );
  const ended = await scene.run(['Write a note', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  const report = ended.json();
  const [task] = report.tasks as unknown as { verdicts: Answer[] }[];
  expect(task?.verdicts).toContainEqual({
    gate: 'checks-green',
    outcome: 'pass',
    reason: expect.stringMatching(/no checks/),
  });
  expect(report.tests).toEqual([]);
  expect(JSON.stringify(report.notVerified)).toContain('ORCHESTRATOR_CHECKS=[]');
  expect(scene.runFile(report.run, 'report.md')).toMatch(/## Not verified[\s\S]*ORCHESTRATOR_CHECKS/);
});
