import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runRepoCommand } from '../../../src/app/lead/run-repo-command.ts';
import { buildReport, writeReport } from '../../../src/app/runs/build-report.ts';
import { approveAsPerson } from '../../../src/app/tasks/decide-as-person.ts';
import { createScene, developedScene } from '../app-scene.ts';

it('tells what was done from the store and git alone (CX-31)', async () => {
  const { scene, task } = await developedScene('WRITE greet.txt RED');
  const [other] = await scene.plan({ slug: 'other', dependsOn: ['greet'] });
  await scene.work(task, 'WRITE greet.txt fine');
  const { commit } = await scene.merge(task);
  await runRepoCommand(scene.app, scene.scope, { worktree: 'main', command: 'git push', call: 'c' });
  const report = await buildReport(scene.app, scene.scope.run, ['a notice']);
  expect(report).toMatchObject({
    status: 'running',
    goal: 'A goal',
    plan: [
      { id: task.id, dependsOn: [] },
      { id: other?.id, dependsOn: [task.id] },
    ],
    tasks: [
      { slug: 'greet', status: 'merged', stage: 'done', attempts: 2, merge: { commit }, owner: null, reason: null },
      { slug: 'other', status: 'planned', merge: null, jobs: [] },
    ],
    commands: [{ worktree: 'main', argv: ['git', 'push'], decision: 'deny', exitCode: null }],
    files: ['greet.txt'],
    notices: ['a notice'],
    decisions: [],
  });
  // Main's own checks, the red ones of the first attempt, the green ones of the second.
  expect(report.tests.map(({ task: of, exitCode }) => [of, exitCode])).toEqual([
    [null, 0],
    [task.id, 1],
    [task.id, 0],
  ]);
  expect(report.next).toEqual([
    `orchestrator task show ${other?.id}   # planned`,
    `orchestrator resume ${scene.scope.run}`,
  ]);
  await writeReport(scene.app, report);
  expect(JSON.parse(readFileSync(scene.home('runs', report.run, 'report.json'), 'utf8'))).toEqual(report);
  expect(readFileSync(scene.home('runs', report.run, 'report.md'), 'utf8')).toContain('a notice');
});

it('names the decisions of people and what nobody verified', async () => {
  const { scene, task } = await developedScene('WRITE check.sh exit 0');
  await approveAsPerson(scene.app, 'q-1');
  await scene.merge(task);
  const report = await buildReport(scene.app, scene.scope.run, []);
  expect(report.decisions).toEqual([
    expect.stringMatching(`^${task.id}: checks-unchanged approved by pat for [0-9a-f]{12}$`),
  ]);
  expect(report.notVerified).toContain('Nobody reviewed the changes: the pipeline says review: none.');
});

it('says that nothing was checked where there are no checks, and names the patches', async () => {
  const scene = await createScene({ variables: { ORCHESTRATOR_CHECKS: '[]', ORCHESTRATOR_DELIVERY: 'patch-only' } });
  const [task] = await scene.plan({ slug: 'greet' });
  if (task === undefined) throw new Error('nothing was planned');
  await scene.work(task);
  await scene.merge(task);
  const report = await buildReport(scene.app, scene.scope.run, []);
  expect(report.tests).toEqual([]);
  expect(report.files).toEqual([scene.home('runs', report.run, 'patches', task.id, '0001-Write-greet.patch')]);
  expect(report.notVerified.join('\n')).toMatch(/No check was run.*The patches were not applied/s);
});

it('names the files of its own deliveries: nothing of one that was undone, and nothing that a person brought', async () => {
  const { scene, task } = await developedScene();
  const from = scene.repository.git(['rev-parse', 'HEAD']);
  const { run } = scene.scope;
  await scene.merge(task);
  const move = { run, task: task.id, from, to: scene.repository.commit({ 'other.txt': 'fine\n' }) };
  const moves = [
    { ...move, id: 'm-1', by: 'an orchestrator', state: 'undone' },
    { ...move, id: 'm-2', by: 'person', state: 'done' },
  ] as const;
  await scene.app.store.commit(moves.map((saved) => ({ type: 'save-move', move: saved })));
  expect((await buildReport(scene.app, run, [])).files).toEqual(['greet.txt']);
});
