import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, command, contentOf, createCliScene, develop, merge, plan } from './cli-scene.ts';

const LOG_KEYS = [
  'time',
  'run',
  'task',
  'worktree',
  'command',
  'argv',
  'decision',
  'rule',
  'reason',
  'dry',
  'exitCode',
  'durationMs',
  'outputBytes',
];
const ANSWER_KEYS = ['decision', 'rule', 'reason', 'exit_code', 'stdout', 'stderr', 'truncated', 'duration_ms'];

test('AS-07, AS-08: hostile commands are refused with data, leave a line in the log, and nothing is executed', async () => {
  const inMain = [
    'git status && git push',
    'git -c a=b push',
    'git push origin HEAD',
    'bash -lc "git reset --hard"',
    'git commit --allow-empty -m x',
    'git merge origin/main',
    'git checkout -B main HEAD~1',
    'git remote set-url origin /tmp/elsewhere',
    'git config core.hooksPath hooks',
    'curl http://127.0.0.1/',
    'npm install left-pad',
    'rm -rf .',
    'cat ../secret/key',
    'touch planted.txt',
    'git status $(touch planted.txt)',
    'git branch -f main HEAD~1',
  ];
  const places = ['../secret', '/etc', 'main/..', 'task-link', 'task-none', ''];
  const scene = await createCliScene(
    [
      { calls: [...inMain.map((line) => command('main', line)), ...places.map((place) => command(place, 'ls'))] },
      { text: 'Nothing was possible.' },
    ],
    { layout: 'origin' },
  );
  const { repository } = scene;
  mkdirSync(join(repository.base, 'secret'));
  writeFileSync(join(repository.base, 'secret/key'), 'hidden');
  symlinkSync(join(repository.base, 'secret'), join(repository.base, 'task-link'));
  const before = contentOf(repository.base);

  const ended = await scene.run(['Be nasty', '--json']);

  // Refused commands do not change the exit code: tasks do.
  expect(ended.code, ended.stderr).toBe(0);
  expect(contentOf(repository.base)).toEqual(before);
  const answers = scene.answers();
  expect(answers).toHaveLength(inMain.length + places.length);
  for (const answer of answers) {
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(ANSWER_KEYS));
    expect(answer).toMatchObject({ decision: 'deny', exit_code: null, stdout: '', stderr: '' });
    expect(answer.reason).toMatch(/\w{3,}/);
  }
  expect(JSON.stringify(answers)).not.toContain('hidden');
  const [outside, absolute, link] = [
    places.indexOf('../secret'),
    places.indexOf('/etc'),
    places.indexOf('task-link'),
  ].map((index) => answers[inMain.length + index]?.reason);
  expect(
    new Set([outside, link, answers[inMain.indexOf('curl http://127.0.0.1/')]?.reason]).size,
    'a distinct reason each',
  ).toBe(3);
  expect(absolute).toMatch(/\w/);
  const log = scene.commandLog();
  expect(log.map((line) => line.command).toSorted()).toEqual([...inMain, ...places.map(() => 'ls')].toSorted());
  for (const line of log) {
    expect(Object.keys(line)).toEqual(LOG_KEYS);
    expect(line).toMatchObject({ decision: 'deny', dry: false, exitCode: null });
  }
  expect(ended.json()).toMatchObject({
    commands: log.map(({ worktree, argv }) => ({ worktree, argv, decision: 'deny', exitCode: null })),
  });
});

test('a call that makes no sense is answered with an error that names what there is, on either API', async () => {
  const scene = await createCliScene(
    [
      { calls: [plan({ slug: 'a', prompt: 'WRITE a.txt a' })] },
      {
        calls: [
          call('list_worktrees', { verbose: true }),
          { name: 'read_verdict', input: '{"task": ' },
          call('run_repo_command', { command: 'ls' }),
          develop('nobody'),
          call('enqueue_role_agent', { task: 'a', role: 'wizard', instructions: '' }),
          call('wait_for_jobs', { jobs: ['J-99'] }),
          merge('T-99'),
          call('remove_worktree', { worktree: 'task-none' }),
          call('remove_worktree', { worktree: 'main' }),
          plan({ slug: 'b', prompt: 'x', depends_on: ['nowhere'] }),
          call('run_anything', { x: 1 }),
        ],
      },
      { text: 'I gave up.' },
    ],
    { variables: { ORCHESTRATOR_MODEL_API: 'chat_completions' } },
  );
  const before = contentOf(scene.repository.base);
  const ended = await scene.run(['Be confused', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.json()).toMatchObject({ status: 'failed', tasks: [{ id: 'T-1', status: 'planned' }] });
  expect(JSON.stringify(ended.json().next), 'the next step names the task').toContain('T-1');
  expect(contentOf(scene.repository.base)).toEqual(before);
  expect(scene.server.requests.every(({ wire }) => wire === 'chat_completions')).toBe(true);
  const [, extra, broken, missing, task, role, job, mergeOf, noWorktree, main, dependency, unknownTool] =
    scene.answers();
  const errors = { unknownTool, extra, broken, missing, task, role, job, mergeOf, dependency };
  for (const [name, answer] of Object.entries(errors)) {
    const error = (answer?.error ?? answer) as Answer;
    expect(Object.keys(error), name).toEqual(expect.arrayContaining(['code', 'message', 'next']));
  }
  expect(JSON.stringify(unknownTool)).toContain('merge_locally');
  expect(JSON.stringify(extra)).toContain('verbose');
  expect(JSON.stringify(missing)).toContain('worktree');
  for (const kept of [noWorktree, main]) expect(JSON.stringify(kept)).not.toContain('"removed":true');
});
