import { describe, expect, it } from 'vitest';
import { taskInputs } from '../../src/domain/task-inputs.ts';

const dod = (prompt: string): readonly string[] => taskInputs(prompt, ['npm test']).dod;

describe('the definition of done of a request (KB-16)', () => {
  it.each([
    [
      'a list below a line',
      'Greet.\n\nDone when:\n- it greets\n- in two languages\n\nThanks.',
      ['it greets', 'in two languages'],
    ],
    ['a heading', '## Definition of done\n\n1. it greets\n2) it stops\n\n## Notes\n- none', ['it greets', 'it stops']],
    ['a checklist', 'Definition of Done\n* [ ] it greets\n* [x] it stops', ['it greets', 'it stops']],
    ['the same line', 'Done when: it greets', ['it greets']],
    ['Windows line ends', 'Done when:\r\n- it greets\r\n- it stops', ['it greets', 'it stops']],
  ])('%s', (_, prompt, items) => {
    expect(dod(prompt)).toEqual(items);
  });

  it('is the review and the checks where the request says nothing', () => {
    expect(dod('Greet.')).toEqual([
      'The request is fulfilled, as the review finds.',
      '`npm test` ends with exit code 0.',
    ]);
    expect(dod('Done when:\n')).toHaveLength(2);
    expect(taskInputs('Greet.', []).dod).toHaveLength(1);
  });
});

it.each([
  ['URL: http://localhost:3000/app', 'http://localhost:3000/app'],
  ['- ui: https://example.com', 'https://example.com'],
  ['See http://example.com for more', null],
])('the page in "%s"', (prompt, url) => {
  expect(taskInputs(prompt, []).url).toBe(url);
});
