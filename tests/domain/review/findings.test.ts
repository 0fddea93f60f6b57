import { describe, expect, it } from 'vitest';
import { mergeFindings } from '../../../src/domain/review/findings.ts';
import { type Finding, reviewFindings } from '../../../src/domain/review/review-findings.ts';

const REPORTS = [
  `# Review
- **P1** \`src/cart.ts:12\` The total overflows for large orders. rule: AC-02
- **P2** \`src/cart.ts:40\` A loop reads the price of each item from disk.
- **P3** \`README.md:3\` Typo: "recieve".`,
  `# Review
1. P0: src/cart.ts:12 for large orders, the TOTAL is overflowing!
2. P2: \`src/cart.ts:12\` The function has no docstring.`,
  `- [P2] \`src/cart.ts:41\` A loop reads the price of each item from disk.
- [P2] \`src/cart.ts:40\` The price of each item is read from disk in a loop.
- [P1] Nothing tests an empty cart.`,
];

const merged = mergeFindings(REPORTS.map((report, index) => ({ source: index + 1, findings: reviewFindings(report) })));

describe('the findings of three reviews as one list (KB-07)', () => {
  it('says each thing once, as severe as the most severe says it, with everybody who said it', () => {
    expect(merged.map(({ severity, file, line, sources }) => [severity, file, line, sources])).toEqual([
      ['P0', 'src/cart.ts', 12, [1, 2]],
      ['P1', null, null, [3]],
      ['P2', 'src/cart.ts', 12, [2]],
      ['P2', 'src/cart.ts', 40, [1, 3]],
      ['P2', 'src/cart.ts', 41, [3]],
      ['P3', 'README.md', 3, [1]],
    ]);
    expect(merged[0]).toMatchObject({ rule: 'AC-02', text: expect.stringContaining('overflowing') });
  });

  it('comes to the same however often it is done, and whatever the letters, marks and endings', () => {
    const again = mergeFindings(
      REPORTS.map((report, index) => ({ source: index + 1, findings: reviewFindings(report) })),
    );
    expect(again).toEqual(merged);
    const loud = reviewFindings(REPORTS[0]?.toUpperCase().replaceAll('SRC/CART.TS', 'src/cart.ts') ?? '');
    const both = mergeFindings([
      { source: 1, findings: reviewFindings(REPORTS[0] ?? '') },
      { source: 2, findings: loud },
    ]);
    expect(both.filter(({ file }) => file === 'src/cart.ts').every(({ sources }) => sources.length === 2)).toBe(true);
  });

  const finding = (text: string, overrides: Partial<Finding> = {}): Finding => ({
    ...{ severity: 'P1', file: 'a.ts', line: 1, rule: null, text },
    ...overrides,
  });
  const countOf = (...findings: readonly Finding[]): number =>
    mergeFindings(findings.map((one, index) => ({ source: index + 1, findings: [one] }))).length;

  it.each<[string, number, Finding, Finding]>([
    ['another meaning on the same line', 2, finding('overflows for large orders'), finding('has no docstring')],
    ['the same words on another line', 2, finding('overflows'), finding('overflows', { line: 2 })],
    ['the same words in another file', 2, finding('overflows'), finding('overflows', { file: 'b.ts' })],
    [
      'one who says more than the other',
      1,
      finding('total overflows'),
      finding('the total overflows, and it is shown'),
    ],
    ['nothing but the same place', 1, finding('a.ts:1'), finding('`a.ts:1`')],
    ['a place and a sentence', 2, finding('a.ts:1'), finding('overflows')],
    ['another alphabet', 1, finding('сумма переполняется'), finding('Переполняется сумма!')],
  ])('%s is %i', (_, count, one, other) => {
    expect(countOf(one, other)).toBe(count);
    expect(countOf(other, one)).toBe(count);
  });

  it('one who says the same twice is one source, and no report is no finding', () => {
    const twice = { source: 2, findings: [finding('total overflows'), finding('the total overflowed')] };
    expect(mergeFindings([twice])).toMatchObject([{ sources: [2] }]);
    expect(mergeFindings([])).toEqual([]);
  });
});
