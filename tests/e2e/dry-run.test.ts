import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { command, contentOf, createCliScene, develop, merge, plan, waits } from './cli-scene.ts';

test('AS-09, INV-11: a dry run plans, judges and reports, and changes nothing', async () => {
  const scene = await createCliScene([
    {
      calls: [plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }), command('main', 'git worktree add ../task-hello')],
    },
    { calls: [develop('hello'), command('main', 'git status'), command('main', 'git push')] },
    ...waits(1),
    { calls: [merge('hello')] },
    { text: 'This is what I would do.' },
  ]);
  const before = contentOf(scene.repository.base);
  const ended = await scene.run(['Say hello', '--json'], {
    variables: { ORCHESTRATOR_DRY_RUN: '1', ORCHESTRATOR_TRACE: '1' },
  });
  expect(ended.code, ended.stderr).toBe(0);
  expect(contentOf(scene.repository.base)).toEqual(before);
  expect(readdirSync(scene.home).toSorted()).toEqual(['run_repo_command.log', 'runs']);

  const report = ended.json();
  expect(report).toMatchObject({
    status: 'done',
    dryRun: true,
    summary: 'This is what I would do.',
    plan: [{ title: 'Do hello' }],
    tasks: [{ status: 'planned', merge: null }],
    files: [],
    tests: [],
  });
  expect(existsSync(`${scene.home}/runs/${report.run}/report.md`)).toBe(true);
  const [, added, job, status, push, waited, merged] = scene.answers();
  expect(added).toMatchObject({ decision: 'allow', exit_code: null, stdout: '' });
  expect(job).toMatchObject({ job: expect.any(String) });
  expect(status).toMatchObject({ decision: 'allow', exit_code: null });
  expect(push, 'a refusal stays a refusal').toMatchObject({ decision: 'deny' });
  expect(waited?.jobs).toEqual([expect.objectContaining({ status: 'succeeded', summary: 'dry run' })]);
  expect(merged).toMatchObject({ merged: false, reason: expect.stringContaining('dry run') });
  expect(
    scene.answers().filter((answer) => answer.dry !== true),
    'every answer says that it is dry',
  ).toEqual([]);
  expect(scene.commandLog().map(({ decision, dry }) => [decision, dry])).toEqual([
    ['allow', true],
    ['allow', true],
    ['deny', true],
  ]);

  const traced = ended.stderr.split('\n').filter((line) => /\btool=/.test(line));
  expect(traced.map((line) => /\btool=(\w+)/.exec(line)?.[1]).toSorted()).toEqual(
    [
      'record_plan',
      'run_repo_command',
      'enqueue_role_agent',
      'run_repo_command',
      'run_repo_command',
      'wait_for_jobs',
      'merge_locally',
    ].toSorted(),
  );
  expect(ended.stderr.split('\n')[0]).toMatch(/dry run.*costs money/i);
});
