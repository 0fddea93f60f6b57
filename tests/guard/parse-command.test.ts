import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/guard/parse-command.ts';
import { seededRandom } from './seeded-random.ts';

function argvOf(line: string): readonly string[] {
  const parsed = parseCommand(line);
  return parsed.ok ? parsed.argv : [`refused by ${parsed.rule}`];
}

function ruleOf(line: string): string {
  const parsed = parseCommand(line);
  return parsed.ok ? `parsed as ${JSON.stringify(parsed.argv)}` : parsed.rule;
}

describe('INV-5: a line is words, never a shell script', () => {
  it.each([
    ['git status', ['git', 'status']],
    ['  git \t status ', ['git', 'status']],
    [`git commit -m 'a "b" $c'`, ['git', 'commit', '-m', 'a "b" $c']],
    ['git commit -m "a \\"b\\" \\\\ \\$c \\`d\\`"', ['git', 'commit', '-m', 'a "b" \\ $c `d`']],
    ['pytest -k "a\\d+"', ['pytest', '-k', 'a\\d+']],
    [`g"i"'t' pu""sh`, ['git', 'push']],
    [`cat "" ''`, ['cat', '', '']],
    ['git show HEAD~2 a#b HEAD^', ['git', 'show', 'HEAD~2', 'a#b', 'HEAD^']],
    ['codex exec "line1\nline2"', ['codex', 'exec', 'line1\nline2']],
    ['git commit -m привет', ['git', 'commit', '-m', 'привет']],
    ['git commit -m 🎉', ['git', 'commit', '-m', '🎉']],
  ])('reads %j', (line, argv) => {
    expect(argvOf(line)).toEqual(argv);
  });

  it.each([
    ['a; b', 'parse.operator'],
    ['a && b', 'parse.operator'],
    ['a | b', 'parse.operator'],
    ['a > b', 'parse.operator'],
    ['(a)', 'parse.operator'],
    ['a\nb', 'parse.operator'],
    ['a $b', 'parse.expansion'],
    ['a "$b"', 'parse.expansion'],
    ['a "`b`"', 'parse.expansion'],
    ['a `b`', 'parse.expansion'],
    ['a *.ts', 'parse.glob'],
    ['a b?', 'parse.glob'],
    ['a {b,c}', 'parse.brace'],
    ['a !b', 'parse.history'],
    ['a \\b', 'parse.backslash'],
    ['a ~/b', 'parse.tilde'],
    ['a # b', 'parse.comment'],
    [`a 'b`, 'parse.quote'],
    ['a "b', 'parse.quote'],
    ['a "b\\"', 'parse.quote'],
    ['', 'parse.empty'],
    [' \t ', 'parse.empty'],
    ['a\u0000', 'text.control'],
    ['a "\u001b[0m"', 'text.control'],
    ['a\rb', 'text.control'],
    ['a\u00a0b', 'text.invisible'],
    ['a\u200bb', 'text.invisible'],
    ['a '.repeat(600_000), 'parse.too-long'],
  ])('refuses %j', (line, rule) => {
    expect(ruleOf(line)).toBe(rule);
  });

  it('hands a prompt of 200 KB on unchanged', () => {
    const prompt = 'Ziel: grüßen.\n\t- "quoted" & $untouched; `code` — 世界\n'.repeat(4_000);
    expect(prompt.length).toBeGreaterThan(200_000);
    const quoted = `"${prompt.replace(/["\\$`]/g, (char) => `\\${char}`)}"`;
    expect(argvOf(`codex exec ${quoted}`)).toEqual(['codex', 'exec', prompt]);
  });

  it('reads back any words, however they are quoted', () => {
    const random = seededRandom(20_261);
    const letters = [
      'a',
      'B',
      '-',
      '=',
      ' ',
      '\n',
      '\t',
      "'",
      '"',
      '\\',
      '$',
      '`',
      ';',
      '*',
      '~',
      '#',
      '!',
      '{',
      'é',
      '世',
      '🎉',
    ];
    for (let round = 0; round < 2_000; round += 1) {
      const words = Array.from({ length: random.upTo(5) + 1 }, () =>
        Array.from({ length: random.upTo(8) }, () => random.pick(letters)).join(''),
      );
      const line = words.map((word) => quote(word, random.upTo(2) === 0)).join(' ');
      expect(argvOf(line), `round ${round}: ${JSON.stringify(line)}`).toEqual(words);
    }
  });
});

function quote(word: string, single: boolean): string {
  if (single && !word.includes("'")) return `'${word}'`;
  return `"${word.replace(/["\\$`]/g, (char) => `\\${char}`)}"`;
}
