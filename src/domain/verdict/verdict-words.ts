/** What a test report says in `result`, `verdict` or `status`. Changing these needs a decision of its own (MA-045, MA-054). */
export const VERDICT_WORDS = {
  negative: ['BLOCKED', 'FAILED', 'FAIL', 'REQUEST_CHANGES', 'REJECT', 'RED'],
  positive: ['PASSED', 'PASS', 'READY-TO-DEPLOY', 'READY_TO_DEPLOY', 'GREEN', 'APPROVED'],
} as const;

/**
 * What decides in a text in upper case. A negative word goes first, counts in each of its forms and however it is glued to others, as
 * does a NOT; a positive one stands alone: neither BYPASSED nor TESTS-PASSED is PASSED.
 */
export const decidingWord = (text: string): 'negative' | 'positive' | null => {
  if (NEGATIVE.test(text)) return 'negative';
  return POSITIVE.test(text) ? 'positive' : null;
};

/** How English bends the negative words; whole words, since a FAILOVER or a BLOCKCHAIN says nothing of a verdict. */
const BENT = [
  ...['BLOCK', 'BLOCKS', 'BLOCKING', 'BLOCKER', 'BLOCKERS'],
  ...['FAILS', 'FAILING', 'FAILURE', 'FAILURES'],
  ...['REQUESTS_CHANGES', 'REQUESTED_CHANGES', 'REQUESTING_CHANGES'],
  ...['REQUEST_CHANGE', 'CHANGE_REQUESTED', 'CHANGES_REQUESTED'],
  ...['REJECTS', 'REJECTED', 'REJECTING', 'REJECTION', 'REJECTIONS'],
];

const NEGATIONS = [
  ...['NOT', 'NON', 'NEVER', 'CANNOT', "\\p{L}+N['’]T"],
  ...VERDICT_WORDS.positive.map((word) => `NO_${word}`),
];

/** What makes a longer word of one; ASCII's `\b` would find a PASS in the middle of a word of another alphabet. */
const LETTERS = '\\p{L}\\p{M}\\p{N}';

const wordOf = (words: readonly string[], glue: string): RegExp =>
  new RegExp(`(?<![${LETTERS}${glue}])(?:${words.join('|')})(?![${LETTERS}${glue}])`, 'u');

const NEGATIVE = wordOf(
  [...VERDICT_WORDS.negative, ...BENT, ...NEGATIONS].map((word) => word.replaceAll(/[_-]/g, '[ _-]')),
  '',
);
const POSITIVE = wordOf(VERDICT_WORDS.positive, '_-');
