import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, createCliScene, develop, merge, plan } from './cli-scene.ts';

test('a question without a terminal stops the run with 3; the answer reaches the lead after resume', async () => {
  const scene = await createCliScene([
    { calls: [call('ask_human', { question: 'Which colour?', options: ['red', 'blue'] })] },
    ([said]) => ({
      calls: [
        plan({ slug: 'color', prompt: `WRITE color.txt ${said?.answer}` }),
        develop('color'),
        call('wait_for_jobs'),
      ],
    }),
    { calls: [merge('color')] },
    { text: 'Painted.' },
  ]);
  const asked = await scene.run(['Paint it', '--json']);
  expect(asked.code, asked.stderr).toBe(3);
  const { run, ...report } = asked.json();
  expect(report).toMatchObject({
    status: 'waiting',
    tasks: [],
    questions: [{ id: 'q-1', text: 'Which colour?', options: ['red', 'blue'] }],
  });
  expect(JSON.stringify(report.next)).toContain('task answer q-1');
  expect(asked.stderr).toContain('Which colour?');

  const early = await scene.run(['resume', '--json']);
  expect(early.code, 'the question is still open').toBe(3);
  expect((await scene.run(['task', 'answer', 'q-9', 'blue'])).code, 'there is no such question').toBe(2);
  const answered = await scene.run(['task', 'answer', 'q-1', 'blue']);
  expect(answered, answered.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining(String(run)) });
  expect((await scene.run(['task', 'answer', 'q-1', 'red'])).code, 'it is answered').toBe(2);

  const resumed = await scene.run(['resume', '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(scene.answers()[0]).toEqual({ answer: 'blue' });
  expect(resumed.json()).toMatchObject({ run, status: 'done', tasks: [{ status: 'merged' }], questions: [] });
  expect(JSON.stringify(resumed.json().decisions)).toContain('blue');
  expect(scene.repository.git(['show', 'HEAD:color.txt'])).toBe('blue');

  const nothing = await scene.run(['resume']);
  expect(nothing, 'nothing is left').toMatchObject({ code: 0 });
  expect(`${nothing.stdout}${nothing.stderr}`).toMatch(/nothing/i);
});

test('INV-3: a changed check waits for a person, who cannot be a worker; after the approval it is merged', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({ slug: 'lax', prompt: 'WRITE check.mjs process.exitCode = 0;' }),
        develop('lax'),
        call('wait_for_jobs'),
      ],
    },
    { calls: [merge('lax')] },
    { text: 'A person has to look.' },
    { calls: [merge('lax')] },
    { text: 'Merged.' },
  ]);
  const { repository } = scene;
  const waiting = await scene.run(['Relax the check', '--json']);
  expect(waiting.code, waiting.stderr).toBe(3);
  expect(waiting.json()).toMatchObject({
    status: 'waiting',
    tasks: [{ status: 'waiting', owner: expect.any(String), reason: expect.stringContaining('check.mjs') }],
    questions: [{ id: 'q-1', task: 'T-1' }],
  });
  expect(scene.answers().at(-1)).toMatchObject({ merged: false });
  expect((await scene.run(['gate', 'check', 'T-1'])).code).toBe(3);

  const inWorktree = await scene.run(['task', 'approve', 'T-1'], { cwd: join(repository.base, 'task-lax') });
  const asWorker = await scene.run(['task', 'approve', 'T-1'], { variables: { ORCHESTRATOR_JOB: 'r-1/J-1' } });
  const asText = await scene.run(['task', 'answer', 'q-1', 'yes']);
  for (const refused of [inWorktree, asWorker, asText]) {
    expect(refused, refused.stderr).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/error\[[\w-]+\]: .+\nnext: .+/);
  }
  expect((await scene.run(['task', 'show', 'T-1', '--json'])).json()).toMatchObject({ status: 'waiting' });

  const approved = await scene.run(['task', 'approve', 'T-1'], { variables: { ORCHESTRATOR_APPROVER: 'Ada' } });
  expect(approved, approved.stderr).toMatchObject({ code: 0 });
  const resumed = await scene.run(['resume', '--json']);
  expect(resumed.code, resumed.stderr).toBe(0);
  const [task] = resumed.json().tasks as unknown as { verdicts: unknown[] }[];
  expect(task).toMatchObject({ status: 'merged' });
  expect(task?.verdicts).toContainEqual({
    gate: 'checks-unchanged',
    outcome: 'pass',
    reason: expect.stringContaining('Ada'),
  });
  expect(repository.git(['show', 'HEAD:check.mjs'])).toBe('process.exitCode = 0;');
});

test("a person's no stands word for word in the next prompt, and holds for the same change made again (INV-2)", async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({ slug: 'lax', prompt: 'WRITE check.mjs process.exitCode = 0;' }),
        develop('lax'),
        call('wait_for_jobs'),
      ],
    },
    { text: 'A person has to look.' },
    { calls: [develop('lax', 'Leave the check alone.'), call('wait_for_jobs')] },
    { text: 'It goes on.' },
  ]);
  expect((await scene.run(['Relax the check'])).code).toBe(3);
  const reason = 'No: "checks" stay as they are; add a new one.';
  const rejected = await scene.run(['task', 'reject', 'lax', '--reason', reason, '--json']);
  expect(rejected.json()).toMatchObject({ slug: 'lax', status: 'sent-back', jobs: [{ role: 'developer' }] });
  const resumed = await scene.run(['resume', '--json']);
  expect(resumed.code, resumed.stderr).toBe(1);
  const [task] = resumed.json().tasks as unknown as { jobs: { job: string }[]; reason: string }[];
  expect(task?.reason).toContain(reason);
  const { history } = (await scene.run(['task', 'show', 'lax', '--why', '--json'])).json();
  expect(history).toContainEqual(
    expect.objectContaining({ event: 'rejected', because: [expect.stringContaining(reason)] }),
  );
  expect(scene.runFile(resumed.json().run, `${task?.jobs[1]?.job}.prompt.md`)).toContain(reason);
});
