import { describe, expect, it } from 'vitest';
import { carriedCommands } from '../../../src/guard/carried/carried-commands.ts';

const carried = (command: string, stdin: string | null = null): string[] =>
  carriedCommands({ argv: command.split(' '), stdin }).map(({ argv }) => argv.join(' '));

describe('INV-6: the commands that a command runs in turn', () => {
  it.for([
    ['its own options and places are passed over', 'timeout -k 5 --signal=9 10 git push', ['git push']],
    ['an option whose value is part of the word', 'nice -n5 git push', ['git push']],
    ['a bundle whose last letter takes the next word', 'flock -nw 5 lock git push', ['git push']],
    ['the beginning of a long option', 'timeout --kill 5 10 git push', ['git push']],
    ['an option that holds a script', 'flock -c a lock b', ['a', 'b']],
    ['words that an option splits', 'env -S git push origin', ['git push origin']],
    ['a program that runs another one only after a word', 'npm run build', []],
    ['the same after that word', 'npm -w a exec -c b -- c', ['b', 'c']],
    ['a look at where a program is', 'command -v git', []],
    ['words that a shell reads together', 'ssh host git push ; a', ['git push', 'a']],
    ['every command of find', 'find . -exec a {} ; -okdir b {} +', ['a {}', 'b {}']],
    ['a setting of git, as its sub-command and as a program', 'git -c alias.p=push p', ['push', 'git push']],
    ['a variable that names a program', 'PAGER=a git log', ['a', 'git a']],
  ] as const)('%s', ([, command, expected]) => {
    expect(carried(command)).toEqual(expected);
  });

  it('words and scripts that are given on stdin', () => {
    expect(carried('xargs -n 1 git', 'push origin\n')).toEqual(['git push origin']);
    expect(carried('bash -s', 'a; b')).toEqual(['a', 'b']);
    expect(carried('bash file', 'a')).toEqual([]);
  });
});
