import { describe, expect, it } from 'vitest';
import { oneLine, plainText } from '../../../src/surfaces/cli/text/plain-text.ts';

/** What an agent may print, and all that may be left of it on a person's screen. */
const HOSTILE: readonly (readonly [name: string, text: string, left: string])[] = [
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['cursor moves and erasing', 'safe\u001b[2K\u001b[1A\u001b[0Gevil', 'safeevil'],
  ['a window title', '\u001b]0;owned\u0007text', 'text'],
  ['a clipboard write', '\u001b]52;c;cm0gLXJm\u001b\\text', 'text'],
  ['a link that lies', '\u001b]8;;https://evil.example\u001b\\docs\u001b]8;;\u001b\\', 'docs'],
  ['a device string', '\u001bPq#0;2;0\u001b\\text', 'text'],
  ['an application command', '\u001b_secret\u001b\\text', 'text'],
  ['a title that never ends', 'before\u001b]0;owned', 'before'],
  ['sequences of one byte', 'a\u009b31mb\u009d0;title\u009cc', 'abc'],
  ['a reset', '\u001bcgone', 'gone'],
  ['carriage returns that overwrite', 'tests failed\rtests passed', 'tests failedtests passed'],
  ['backspaces', 'no\b\byes', 'noyes'],
  ['bells and nulls', 'a\u0007b\u0000c', 'abc'],
  ['text turned round', 'allow \u202eyned\u202c', 'allow yned'],
  ['isolates and marks', '\u2066a\u2069\u200fb\u061c', 'ab'],
  ['zero-width characters', 'ma\u200bin\ufeff', 'main'],
  ['tag characters', 'a\u{e0041}\u{e007f}b', 'ab'],
  ['half a character', 'a\ud800b', 'a\ufffdb'],
  ['line ends of other systems', 'a\r\nb\u2028c', 'a\nb\nc'],
];

describe('text of agents', () => {
  it.each(HOSTILE)('loses %s', (_name, text, left) => {
    expect(plainText(text)).toBe(left);
  });

  it('keeps tabs, line ends and the letters of all languages', () => {
    const text = 'a\tb\n日本語 العربية Ünïcödé ✓';
    expect(plainText(text)).toBe(text);
  });

  it('is cut to one line of a given length', () => {
    expect(oneLine(' a\n\n b ')).toBe('a b');
    expect(oneLine('abcdef', 4)).toBe('abc…');
    expect(oneLine('😀😀😀', 3)).toBe('😀😀😀');
    expect(oneLine('x'.repeat(10_000_000), 20)).toHaveLength(20);
  });
});
