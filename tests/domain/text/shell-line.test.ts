import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellLine } from '../../../src/domain/text/shell-line.ts';

it.each([
  [['npm', 'test'], 'npm test'],
  [['sh', '-c', 'npm test && echo COMPLETED'], "sh -c 'npm test && echo COMPLETED'"],
  [['echo', '', "it's", '$HOME', '*', 'a\nb', '\\'], `echo '' 'it'\\''s' '$HOME' '*' 'a\nb' '\\'`],
])('a shell splits the line into the same words: %j', (argv, line) => {
  expect(shellLine(argv)).toBe(line);
  const words = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  expect(words.split('\0').slice(0, -1)).toEqual(argv);
});
