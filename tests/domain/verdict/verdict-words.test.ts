import { describe, expect, it } from 'vitest';
import { decidingWord, VERDICT_WORDS } from '../../../src/domain/verdict/verdict-words.ts';

it('the words are what they were (MA-045)', () => {
  expect(VERDICT_WORDS).toEqual({
    negative: ['BLOCKED', 'FAILED', 'FAIL', 'REQUEST_CHANGES', 'REJECT', 'RED'],
    positive: ['PASSED', 'PASS', 'READY-TO-DEPLOY', 'READY_TO_DEPLOY', 'GREEN', 'APPROVED'],
  });
});

describe('the deciding word', () => {
  it.each([
    ...VERDICT_WORDS.positive,
    'STAGE:READY-TO-DEPLOY',
    'PASS, ALL CASES COVERED',
    'PASS (42 OF 42)',
    '**GREEN**',
  ])('%s is positive', (text) => expect(decidingWord(text)).toBe('positive'));

  it.each([
    ...VERDICT_WORDS.negative,
    ...['FAILURE', 'FAILURES', 'FAILING', 'REJECTED', 'REJECTION', 'BLOCKER', 'BLOCKING', 'CHANGES REQUESTED'],
    ...['REQUEST CHANGES', 'REQUEST-CHANGES', 'TESTS_FAILED', 'HALF-RED', 'PASS, 2 FAILED', 'BLOCKED, LATER PASSED'],
    ...['NOT PASSED', 'NOT-PASSED', 'NOT_APPROVED', 'NON-PASSING', 'NO PASS', "DIDN'T PASS", 'DOESN\u2019T PASS'],
  ])('%s is negative', (text) => expect(decidingWord(text)).toBe('negative'));

  it.each([
    ...[
      '',
      'APPROVE',
      'LGTM',
      'OK',
      'COVERED',
      'REQUIRED',
      'IGNORED',
      'BYPASSED',
      'UNAPPROVED',
      'UN-APPROVED',
      'TESTS-PASSED',
    ],
    ...['EVERGREEN', 'PASS_THROUGH', 'FAILOVER', 'BLOCKCHAIN', 'NOTPASSED', 'READY TO DEPLOY', 'SUCCESS'],
    // Look-alikes: a Cyrillic letter, full-width letters, a letter that is struck out, a word that goes on in another alphabet.
    ...['\u0420ASS', '\uff30\uff21\uff33\uff33', 'PASS\u0338', 'PASS\u0435D', 'PA\u00df'],
  ])('%s is none', (text) => expect(decidingWord(text)).toBeNull());
});

describe('the harm without word boundaries (MA-047)', () => {
  const bySubstring = (text: string) => {
    if (VERDICT_WORDS.negative.some((word) => text.includes(word))) return 'negative';
    return VERDICT_WORDS.positive.some((word) => text.includes(word)) ? 'positive' : null;
  };

  it.each([
    ['PASS, ALL CASES COVERED', 'negative', 'positive'],
    ['NOT PASSED', 'positive', 'negative'],
    ['BYPASSED', 'positive', null],
    ['UNAPPROVED', 'positive', null],
  ])('%s would be %s', (text, harm, right) => {
    expect(bySubstring(text)).toBe(harm);
    expect(decidingWord(text)).toBe(right);
  });
});
