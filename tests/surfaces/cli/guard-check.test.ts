import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/guard/parse-command.ts';
import { asLine } from '../../../src/surfaces/cli/commands/guard-check.ts';
import type { GuardAnswer } from '../../../src/surfaces/cli/views.ts';
import { createScene } from './scene.ts';

const asked: { readonly worktree: string; readonly command: string }[] = [];

const guardCheck = async (items: typeof asked): Promise<GuardAnswer[]> => {
  asked.splice(0, asked.length, ...items);
  return items.map(({ worktree, command }) => ({
    argv: command.split(' '),
    reason: command.includes('push') ? 'Nothing leaves the machine.' : 'Looking is allowed.',
    rule: 'git.push',
    decision: command.includes('push') ? 'deny' : 'allow',
    worktree,
    command,
  }));
};

const looking = { guardCheck: guardCheck as never };

describe('guard check', () => {
  it('asks about the words after --, options of theirs included', async () => {
    const scene = createScene({ looking });
    expect(await scene.run('guard', 'check', '--worktree', 'task-a', '--', 'git', 'push', '--json', 'origin')).toBe(1);
    expect(asked).toEqual([{ worktree: 'task-a', command: 'git push --json origin' }]);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "deny  git push --json origin
            Nothing leaves the machine.
            rule git.push in task-a, argv ["git","push","--json","origin"]
      "
    `);
  });

  it('ends with 0 only when all are allowed', async () => {
    const one = createScene({ looking });
    expect(await one.run('guard', 'check', '--', 'git status')).toBe(0);
    const two = createScene({ looking, stdin: 'git status\ngit push\n' });
    expect(await two.run('guard', 'check', '--stdin')).toBe(1);
  });

  it('reads JSON strings, objects and plain lines, and prints a document a command', async () => {
    const stdin = '"git status"\n{"worktree":"task-a","command":"git push"}\n\n{"command":"ls"}\ngit log';
    const scene = createScene({ looking, stdin });
    expect(await scene.run('guard', 'check', '--stdin', '--json', '--worktree', 'w')).toBe(1);
    expect(asked).toEqual([
      { worktree: 'w', command: 'git status' },
      { worktree: 'task-a', command: 'git push' },
      { worktree: 'w', command: 'ls' },
      { worktree: 'w', command: 'git log' },
    ]);
    const documents = scene.stdout.lines.map((line) => JSON.parse(line));
    expect(documents).toHaveLength(4);
    expect(Object.keys(documents[0])).toEqual(['command', 'worktree', 'decision', 'rule', 'reason', 'argv']);
  });

  it.each(['{"command":1}', '{"cmd":"ls"}', '{"command":"ls","cwd":"/"}', '"open', '{}'])(
    'refuses %s',
    async (stdin) => {
      const scene = createScene({ looking, stdin });
      expect(await scene.run('guard', 'check', '--stdin')).toBe(2);
      expect(scene.stderr.text).toContain('command 1 on stdin');
    },
  );

  it.each([[[]], [['--stdin', '--', 'ls']]])('refuses %j', async (argv) => {
    expect(await createScene({ looking }).run('guard', 'check', ...argv)).toBe(2);
  });

  it.each([
    [['git', 'commit', '-m', 'two words']],
    [['echo', "it's"]],
    [['echo', '$HOME `x` "quoted" back\\slash', "'"]],
    [['echo', '']],
    [['rm', '-rf', '*', ';', 'ls']],
    [['printf', 'a\nb']],
  ])('puts the words %j back into a line that the guard splits in the same way', (words) => {
    expect(parseCommand(asLine(words))).toMatchObject({ ok: true, argv: words });
  });

  it('leaves a quoted line as it is, for the guard to judge', () => {
    expect(asLine(['git log | sh'])).toBe('git log | sh');
  });
});
