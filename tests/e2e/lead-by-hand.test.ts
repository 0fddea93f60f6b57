import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, command, createCliScene, merge, plan } from './cli-scene.ts';

/** Stands for the real CLI: says how it was called and does the work. */
const CODEX = `#!/bin/sh
if [ "$1" = --version ]; then echo codex-cli 0.0.0; exit 0; fi
echo "called with $*"
echo "key: \${OPENAI_API_KEY:-none}"
echo hello >> greet.txt
`;

test('the lead may work with its own commands: a worktree, a coding CLI, a commit, and a merge that meets the same gates', async () => {
  const scene = await createCliScene(
    [
      {
        calls: [
          plan({ slug: 'greet', prompt: 'Add a greeting.' }),
          command('main', 'git worktree add ../task-greet origin/main'),
        ],
      },
      { calls: [command('task-greet', 'codex exec --full-auto "Write the greeting into greet.txt"')] },
      { calls: [command('main', 'git merge --no-ff task/greet')] },
      {
        calls: [
          command('task-greet', 'git status --short'),
          command('task-greet', 'git add greet.txt'),
          command('task-greet', 'git commit -m "Add a greeting"'),
        ],
      },
      {
        calls: [
          call('request_transition', { task: 'greet' }),
          command('task-greet', 'codex exec "Greet again"'),
          merge('greet'),
        ],
      },
      { calls: [command('task-greet', 'git commit --all -m "Greet twice"')] },
      {
        calls: [
          command('main', 'git fetch origin'),
          command('main', 'git merge --no-ff task/greet'),
          command('main', 'git log --oneline'),
        ],
      },
      { text: 'Greeted.' },
    ],
    { layout: 'origin' },
  );
  const { repository } = scene;
  repository.write({ 'bin/codex': CODEX }, repository.base);
  const codex = join(repository.base, 'bin/codex');
  chmodSync(codex, 0o755);
  const start = repository.git(['rev-parse', 'HEAD']);
  const ended = await scene.run(['Greet', '--json'], {
    variables: { PATH: `${join(repository.base, 'bin')}:${process.env.PATH}` },
  });
  expect(ended.code, ended.stderr).toBe(0);

  const [, added, ran, early, status, , committed, passed, , dirty, , fetched, merged] = scene.answers();
  expect(added).toMatchObject({ decision: 'allow', exit_code: 0 });
  expect(ran).toMatchObject({ decision: 'allow', exit_code: 0 });
  expect(ran?.stdout, 'the flag that is gone is translated').toMatch(/workspace-write/);
  expect(ran?.stdout).not.toContain('--full-auto');
  expect(ran?.stdout, 'INV-12').toContain('key: none');
  expect(early, 'what is not committed is not merged').toMatchObject({ decision: 'allow', exit_code: 1 });
  expect(JSON.stringify(early)).toContain('greet.txt');
  expect(status).toMatchObject({ exit_code: 0, stdout: '?? greet.txt\n' });
  expect(committed).toMatchObject({ exit_code: 0 });
  expect(passed).toMatchObject({ allowed: true });
  expect(dirty, 'nor is what came after the gates had passed').toMatchObject({
    merged: false,
    reason: expect.stringContaining('greet.txt'),
  });
  expect(fetched).toMatchObject({ decision: 'allow', exit_code: 0 });
  expect(merged).toMatchObject({ decision: 'allow', exit_code: 0 });

  expect(repository.git(['log', '-1', '--format=%P']).split(' ')[0]).toBe(start);
  expect(repository.git(['log', '-1', '--format=%P']).split(' ')).toHaveLength(2);
  expect(repository.git(['show', 'HEAD:greet.txt'])).toBe('hello\nhello');
  expect(repository.git(['log', '-1', '--format=%s', 'HEAD^2'])).toBe('Greet twice');
  expect(ended.json()).toMatchObject({
    status: 'done',
    tasks: [{ status: 'merged', attempts: expect.any(Number) }],
    files: ['greet.txt'],
  });
  expect(scene.commandLog()).toHaveLength(11);
  expect(scene.commandLog()[0]).toMatchObject({
    worktree: 'main',
    command: 'git worktree add ../task-greet origin/main',
    argv: ['git', 'worktree', 'add', expect.stringContaining('task-greet'), 'origin/main'],
    decision: 'allow',
    exitCode: 0,
    dry: false,
  });
});
