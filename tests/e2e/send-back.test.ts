import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, createCliScene, develop, merge, plan, waits } from './cli-scene.ts';

test('INV-3: a red check sends the task back with the failing lines, and the next job is told of them', async () => {
  const prompt =
    'Goal: a text file.\nWRITE note.txt RED\nDone when the checks are green; keep "quotes" and $HOME as they are.';
  const instructions = 'The check is red.\nWRITE note.txt green';
  const scene = await createCliScene([
    { calls: [plan({ slug: 'note', prompt }), develop('note'), call('wait_for_jobs')] },
    { calls: [call('read_verdict', { task: 'note' })] },
    { calls: [develop('note', instructions), call('wait_for_jobs')] },
    { calls: [merge('note')] },
    { text: 'Repaired and merged.' },
  ]);
  const ended = await scene.run(['Write a note', '--json']);
  expect(ended.code, ended.stderr).toBe(0);

  const verdict = scene.answers().find(({ gates }) => gates !== undefined);
  expect(verdict).toMatchObject({ stage: 'development', status: 'sent-back' });
  expect(verdict?.gates).toContainEqual(expect.objectContaining({ gate: 'checks-green', outcome: 'fail' }));
  expect(JSON.stringify(verdict?.gates)).toContain('not ok: note.txt is red');

  const report = ended.json();
  const [task] = report.tasks as unknown as { attempts: number; status: string; jobs: { job: string }[] }[];
  expect(task).toMatchObject({ attempts: 2, status: 'merged' });
  expect(report.tests).toContainEqual({ task: 'T-1', command: 'node check.mjs', exitCode: 1 });
  const [first = '', second = ''] = (task?.jobs ?? []).map(({ job }) => scene.runFile(report.run, `${job}.prompt.md`));
  expect(first).toContain(prompt);
  expect(first).not.toContain('not ok');
  for (const words of [prompt, instructions, 'not ok: note.txt is red']) expect(second).toContain(words);
  expect(scene.repository.git(['show', 'HEAD:note.txt'])).toBe('green');
});

test('AS-12: a red task is never merged, however often the lead insists; the run ends with 1 and says why', async () => {
  const scene = await createCliScene([
    { calls: [plan({ slug: 'note', prompt: 'WRITE note.txt RED' }), develop('note'), call('wait_for_jobs')] },
    { calls: [merge('note'), call('request_transition', { task: 'note', to: 'merge' }), merge('note')] },
    { calls: [call('run_repo_command', { worktree: 'main', command: 'git merge --no-ff task/note' })] },
    { calls: [call('read_verdict', { task: 'note', gate: 'checks-green' })] },
    { text: 'All is green and merged.' },
  ]);
  const head = scene.repository.git(['rev-parse', 'HEAD']);
  const ended = await scene.run(['Write a note', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  const [, , , first, transition, again, byHand, verdict] = scene.answers();
  for (const refused of [first, again]) {
    expect(refused).toMatchObject({ merged: false, commit: null, conflicts: [] });
    expect(refused?.reason).toContain('node check.mjs');
  }
  expect(transition).toMatchObject({ to: 'merge', allowed: false });
  expect(byHand).toMatchObject({ decision: 'allow', exit_code: 1 });
  expect(verdict?.gates).toEqual([expect.objectContaining({ gate: 'checks-green', outcome: 'fail' })]);
  expect(ended.json()).toMatchObject({
    status: 'failed',
    summary: 'All is green and merged.',
    files: [],
    tasks: [{ status: 'sent-back', merge: null, reason: expect.stringContaining('node check.mjs') }],
  });
  expect(scene.repository.git(['rev-parse', 'HEAD'])).toBe(head);
  // What was done is kept (INV-9).
  expect(scene.repository.git(['show', 'task/note:note.txt'])).toBe('RED');
  expect(existsSync(join(scene.repository.base, 'task-note'))).toBe(true);
});

test('AS-11: a conflict is handed back with its path, and the others go on', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan(
          { slug: 'a', prompt: 'WRITE README.md from a' },
          { slug: 'b', prompt: 'WRITE README.md from b' },
          { slug: 'c', prompt: 'WRITE c.txt from c' },
        ),
        ...['a', 'b', 'c'].map((slug) => develop(slug)),
      ],
    },
    ...waits(3),
    { calls: ['a', 'b', 'c'].map(merge) },
    { text: 'B is left.' },
  ]);
  const ended = await scene.run(['Three things', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  const merges = scene.answers().slice(-3);
  expect(merges.map(({ merged }) => merged)).toEqual([true, false, true]);
  expect(merges[1]).toMatchObject({ commit: null, conflicts: ['README.md'] });
  const tasks = ended.json().tasks as unknown as Answer[];
  expect(tasks.map(({ status }) => status)).toEqual(['merged', 'sent-back', 'merged']);
  expect(tasks[1]?.reason).toContain('README.md');
  const { git } = scene.repository;
  expect(git(['show', 'HEAD:README.md'])).toBe('from a');
  expect(git(['show', 'HEAD:c.txt'])).toBe('from c');
  expect(git(['status', '--porcelain'])).toBe('');
  expect(git(['branch', '--list', '--format=%(refname:short)', 'task/*'])).toBe('task/b');
});
