import { expect, it } from 'vitest';
import { printable, printableLine } from '../../../src/domain/text/printable.ts';

it.for([
  ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
  ['the title of the window', '\u001b]0;pwn\u0007here', 'here'],
  ['a clipboard that is never closed', '\u001b]52;c;eA==', ''],
  ['bells, NUL and C1', 'a\u0007b\u0000c\u009bd', 'abcd'],
  ['letters turned round', 'a\u202eb\u2066c', 'abc'],
  ['no line ends and tabs', 'a\r\nb\tc\n', 'a\nb\tc\n'],
  ['no letter of any language', 'Grüße 🎉 👩\u200d👧 наконец', 'Grüße 🎉 👩\u200d👧 наконец'],
] as const)('takes %s out of a text', ([, text, expected]) => {
  expect(printable(text)).toBe(expected);
});

it('makes one line of many, so that no trailer can be forged', () => {
  expect(printableLine(' x\n\nTask: T-9\u2028Gate:\u0085ok \u001b[2J now ')).toBe('x Task: T-9 Gate: ok now');
});
