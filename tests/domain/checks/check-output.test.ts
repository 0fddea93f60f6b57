import { expect, it } from 'vitest';
import { tellingOutput } from '../../../src/domain/checks/check-output.ts';

const noise = Array.from({ length: 100 }, (_, line) => `step ${line}`);

it('puts the telling lines of a long output before its end', () => {
  const output = ['✗ greets politely', ...noise, 'AssertionError: hi', ...noise, 'done'].join('\n');
  const lines = tellingOutput(output, 10_000).split('\n');
  expect(lines.slice(0, 3)).toEqual(['✗ greets politely', 'AssertionError: hi', '…']);
  expect(lines.at(-1)).toBe('done');
  expect(lines).toHaveLength(33);
});

it('keeps a short output in its order', () => {
  expect(tellingOutput('one\n\nerror: two\nthree  \n', 100)).toBe('one\nerror: two\nthree');
});

it('takes out terminal colours', () => {
  expect(tellingOutput('\u001b[31mfailed\u001b[0m', 100)).toBe('failed');
});

it('is bounded', () => {
  expect(tellingOutput('error '.repeat(10_000), 500)).toHaveLength(500);
  expect(tellingOutput('', 500)).toBe('');
});
