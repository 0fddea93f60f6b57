import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { hardDenial } from '../../src/guard/hard-denials.ts';
import { parseCommand } from '../../src/guard/parse-command.ts';
import { decide, decideArgv, POLICY } from './guard-fixture.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

const Row = z.object({ command: z.string(), decision: z.string(), rule: z.string() });

const pushes = rowsOf('push.jsonl').filter(({ rule }) => rule === 'git.push');
const hostile = [
  'push.jsonl',
  'git-options.jsonl',
  'task-work.jsonl',
  'packages.jsonl',
  'programs.jsonl',
  'agents.jsonl',
]
  .flatMap(rowsOf)
  .filter(({ decision }) => decision === 'deny');

function rowsOf(file: string): z.output<typeof Row>[] {
  const text = readFileSync(join(import.meta.dirname, 'corpus', file), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => Row.parse(JSON.parse(line)));
}

/** Options that the policy knows and options that it does not, to be put anywhere. */
const INSERTS = [
  ...[...POLICY.commands.values()].flatMap((command) => [...command.options.keys(), ...command.refused.keys()]),
  ...[
    '--',
    '-',
    '-x',
    '--verbose',
    '-C',
    '.',
    '-c',
    'a=b',
    '--help',
    '--version',
    'status',
    'log',
    'main',
    'HEAD',
    'src',
    'A=1',
    '',
  ],
];

it('INV-4: a push stays refused, whatever is put around and between its words', () => {
  const random = seededRandom(4_711);
  for (let round = 0; round < 20_000; round += 1) {
    const parsed = parseCommand(random.pick(pushes).command);
    if (!parsed.ok) continue;
    const argv = [...parsed.argv];
    for (let inserts = random.upTo(4); inserts > 0; inserts -= 1)
      argv.splice(random.upTo(argv.length + 1), 0, random.pick(INSERTS));
    // A foreign word in front, or between "git" and "push", may make it another command: one that cannot push.
    const judgement = decideArgv('task-a', argv);
    const reachesGit = judgement.decision !== 'deny';
    if (reachesGit) expect(pushesByGit(argv), `seed 4711, round ${round}: ${JSON.stringify(argv)}`).toBe(false);
  }
});

it('INV-6: spaces and quotes change no decision', () => {
  const random = seededRandom(815);
  for (let round = 0; round < 5_000; round += 1) {
    const row = random.pick(hostile);
    const parsed = parseCommand(row.command);
    if (!parsed.ok) continue;
    const line = parsed.argv.map((word) => spell(word, random)).join(random.pick([' ', '  ', '\t', ' \t ']));
    const again = decide('task-a', line);
    const plain = decideArgv('task-a', parsed.argv);
    expect(again, `seed 815, round ${round}: ${JSON.stringify(line)}`).toEqual(plain);
  }
});

it('INV-6: any words at all get an answer, and what is not understood is refused', () => {
  const random = seededRandom(99);
  const words = [
    ...INSERTS,
    'git',
    'npm',
    'node',
    'codex',
    'exec',
    'push',
    'worktree',
    'add',
    '../task-x',
    '/etc/passwd',
    '\u200b',
    '🎉',
    '-e',
    '=',
    '--=',
    '-9',
    '__proto__',
    'constructor',
  ];
  for (let round = 0; round < 20_000; round += 1) {
    const argv = Array.from({ length: random.upTo(6) }, () => random.pick(words));
    const { decision } = decideArgv('main', argv);
    if (decision === 'deny') continue;
    expect(['git', 'ls', 'cat', 'pwd'], `seed 99, round ${round}: ${JSON.stringify(argv)}`).toContain(argv[0]);
    expect(hardDenial(argv)).toBeNull();
  }
});

/** What git itself would do: its first word without a dash is the sub-command. */
function pushesByGit(argv: readonly string[]): boolean {
  return argv[0] === 'git' && argv.slice(1).find((word) => !word.startsWith('-')) === 'push';
}

/** A word cut into pieces, each quoted in a way of its own. */
function spell(word: string, random: SeededRandom): string {
  if (word === '') return random.pick([`""`, `''`]);
  const letters = [...word];
  let line = '';
  while (letters.length > 0) {
    const piece = letters.splice(0, 1 + random.upTo(letters.length)).join('');
    const double = `"${piece.replace(/["\\$`]/g, (char) => `\\${char}`)}"`;
    line += !piece.includes("'") && random.upTo(2) === 0 ? `'${piece}'` : double;
  }
  return line;
}
