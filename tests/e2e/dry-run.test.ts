import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createGitRepository } from '../helpers/git-repository.ts';
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

test('INV-11: what a person orders is judged, the registered repositories are known, and nothing is recorded', async () => {
  const scene = await createCliScene();
  const { main } = createGitRepository();
  expect((await scene.run(['repo', 'add', 'shop', main])).code).toBe(0);
  const dry = async (...words: string[]) => scene.run(words, { variables: { ORCHESTRATOR_DRY_RUN: '1' } });

  const ordered = await dry('job', 'create', '--repo', 'shop', '--json', '--', 'touch', 'ran');
  expect([ordered.code, ordered.json()], ordered.stderr).toEqual([0, { job: 'J-1' }]);
  expect(ordered.stderr).toContain('dry run: nothing is recorded');
  const refused = await dry('job', 'create', '--repo', 'shop', '--', 'git', 'push');
  expect(refused.code, 'a refusal stays a refusal').toBe(2);
  expect((await dry('repo', 'add', 'again', main)).code, 'its checkout is taken').toBe(2);
  const queued = await dry('task', 'create', '--repo', 'shop', '--title', 'Say hello', '--prompt', 'Say hello.');
  expect([queued.code, queued.stderr]).toEqual([0, expect.stringContaining('dry run: nothing is recorded')]);
  const worked = await dry('worker');
  expect([worked.code, worked.stderr], 'it ends, since nothing will become due').toEqual([0, '0 jobs ended\n']);

  expect((await scene.run(['job', 'list', '--json'])).json()).toEqual([]);
  expect((await scene.run(['task', 'list', '--json'])).json()).toEqual([]);
  expect(existsSync(`${main}/ran`)).toBe(false);
});

test('INV-11: looking shows in a dry run what there is', async () => {
  const scene = await createCliScene();
  const made = await scene.run(['task', 'create', '--title', 'Say hello', '--prompt', 'Say hello to everybody.']);
  expect(made.code, made.stderr).toBe(0);
  const asked = await scene.run(['gate', 'check', 'T-1'], { variables: { ORCHESTRATOR_DRY_RUN: '1' } });
  expect([asked.code, asked.stderr]).toEqual([3, '']);
});
