import { describe, expect, it } from 'vitest';
import { shellCommands } from '../../../src/guard/carried/shell-commands.ts';

const argvs = (script: string): string[] => shellCommands(script).map(({ argv }) => argv.join(' '));

describe('INV-6: what a script writes openly is found', () => {
  it.for([
    ['operators and line ends end a command', 'a 1 && b; c | d &\r\ne', ['a 1', 'b', 'c', 'd', 'e']],
    ['quotes, redirections and comments are no words', `a "b c" 'd'e 2>&1 >f # g`, ['a b c de']],
    ['keywords and groups stand in front of commands', 'if a; then { b; }; fi', ['a', 'b', 'fi']],
    ['the name of a function is no command', 'f () { a; }; function g { b; }; h ( ) ( c )', ['a', 'b', 'c']],
    ['a choice is no command', 'case x in y) a;; esac', ['a', 'esac']],
    [
      'substitutions come first, and their text where it is known',
      '$(echo git) "$(x)`y`"',
      ['echo git', 'x', 'y', 'git $()$()'],
    ],
    [
      'variables and aliases stand for what they were given',
      'alias a=b; c=d e=f; a $c "$e" $x',
      ['alias a=b', 'c=d e=f', 'b d f $x'],
    ],
    ['braces are choices', 'a b{c,d}e "{f,g}"', ['a bce bde {f,g}']],
    ['what is open at the end counts', 'a $(b; (c', ['b', 'c', 'a']],
  ] as const)('%s', ([, script, expected]) => {
    expect(argvs(script)).toEqual(expected);
  });
});

describe('what a script writes into a command', () => {
  it.for([
    [
      'a here-document',
      'a <<E; b\nc\n\tE\nE\nd',
      [
        ['a', 'c\n\tE\n'],
        ['b', null],
        ['d', null],
      ],
    ],
    [
      'one whose lines may begin with tabs',
      'a <<-E\n\tc\n\tE\nd',
      [
        ['a', 'c\n'],
        ['d', null],
      ],
    ],
    [
      'two behind one line end',
      'a <<E | b <<F\nc\nE\nd\nF',
      [
        ['a', 'c\n'],
        ['b', 'd\n'],
      ],
    ],
    [
      'one that substitutes',
      'a <<E\n$(b)\nE',
      [
        ['a', '$(b)\n'],
        ['eval : "$(b)\n"', null],
      ],
    ],
    ['one that is quoted', "a <<'E'\n$(b)\nE", [['a', '$(b)\n']]],
    ['a here-string', 'a <<< "b c"', [['a', 'b c']]],
    [
      'a pipe',
      'echo b c | tee d |& a',
      [
        ['echo b c', null],
        ['tee d', 'b c'],
        ['a', 'b c'],
      ],
    ],
  ] as const)('%s', ([, script, expected]) => {
    expect(shellCommands(script).map(({ argv, stdin }) => [argv.join(' '), stdin])).toEqual(expected);
  });
});
