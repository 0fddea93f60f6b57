import { expect, it } from 'vitest';
import { withAnswers } from '../../../src/domain/review/fix-report.ts';

it('a later run of the fixer has the last word on what it names, and leaves the other answers (KB-30)', () => {
  const earlier = { applied: ['P1-1', 'P2-1'], declined: [{ finding: 'P3-1', reason: 'a fact' }] };
  const later = { applied: ['P3-1'], declined: [{ finding: 'P2-1', reason: 'it broke a caller' }] };
  expect(withAnswers(earlier, later)).toEqual({
    applied: ['P1-1', 'P3-1'],
    declined: [{ finding: 'P2-1', reason: 'it broke a caller' }],
  });
  expect(withAnswers(null, later)).toEqual(later);
});
