import { describe, expect, it } from 'vitest';
import { reviewFindings } from '../../../src/domain/review/review-findings.ts';
import { seededRandom } from '../../guard/seeded-random.ts';

const FRONTMATTER = '---\ntype: review\nverdict: REQUEST_CHANGES\nopen: [P0-1]\n---\n';

const only = (line: string) => {
  const found = reviewFindings(`${FRONTMATTER}\n${line}\n`);
  expect(found).toHaveLength(1);
  return found[0];
};

describe('a finding', () => {
  it.each([
    ['- **P0** `src/a.ts:12` (AC-03): the empty name passes.', 'P0', 'src/a.ts', 12, 'AC-03'],
    [
      "- P1: src/b.ts:3-9 — breaks: the passport's rule on errors; it is swallowed.",
      'P1',
      'src/b.ts',
      3,
      "the passport's rule on errors",
    ],
    ['1. [P2] lib/c.py#L7 says otherwise than docs/errors.md.', 'P2', 'lib/c.py', 7, 'docs/errors.md'],
    [
      '### P0-1: `Makefile:3` loses "every file that is not tracked"',
      'P0',
      'Makefile',
      3,
      'every file that is not tracked',
    ],
    ['| P1 | src/t.ts:4 | TC-09 | no test |', 'P1', 'src/t.ts', 4, 'TC-09'],
    ['* [ ] **P3.** `notes.md` has a typo. Rule: CLAUDE.md.', 'P3', 'notes.md', null, 'CLAUDE.md'],
    ['P2 — src/deep/er/file.test.ts repeats itself', 'P2', 'src/deep/er/file.test.ts', null, null],
    ['- P0: it does not do what was asked', 'P0', null, null, null],
  ])('%s', (line, severity, file, at, rule) => {
    expect(only(line)).toMatchObject({ severity, file, line: at, rule });
  });

  it('without a rule is told apart from one that cites it (MA-236)', () => {
    const found = reviewFindings('- P1 src/a.ts:1 (AC-01): wrong.\n- P1 src/b.ts:2: ugly.\n');
    expect(found.filter(({ rule }) => rule === null).map(({ file }) => file)).toEqual(['src/b.ts']);
  });

  it('goes on over lines that are set in, blocks of code and, below a heading, paragraphs', () => {
    const found = reviewFindings(
      [
        ...['- **P1** src/a.ts:1 leaks.', '  See ADR-002.', '', '  ```', '  - P0 in code', '  ```', ''],
        ...['A word on the whole.', '- none of the findings'],
        ...['### P0: src/b.ts:2 loses data', '', 'When two write at once.', '## What I verified', '- the tests'],
      ].join('\r\n'),
    );
    expect(found.map(({ text }) => text)).toEqual([
      'src/a.ts:1 leaks.\nSee ADR-002.\n\n```\n- P0 in code\n```',
      'src/b.ts:2 loses data\n\nWhen two write at once.',
    ]);
    expect(found[0]?.rule).toBe('ADR-002');
  });

  it('has the severity of the heading that it stands below', () => {
    const found = reviewFindings(
      '## P1 (must)\n- src/a.ts:1 one\n  - of it\n- src/b.ts:2 two\n## P2\nNone.\n## Checked\n- all\n',
    );
    expect(found.map(({ severity, text }) => [severity, text])).toEqual([
      ['P1', 'src/a.ts:1 one\n- of it'],
      ['P1', 'src/b.ts:2 two'],
    ]);
  });
});

describe('no finding', () => {
  it.each([
    ...[
      'No P0 and no P1 is open.',
      'P0 and P1: none.',
      'P0: none',
      '- P1: 0',
      '| P0 | - |',
      '## P0',
      '## P0 findings\n\nNone.',
    ],
    ...[
      'P0/P1 are none',
      'P00 is no word',
      'P4: no such one',
      'p0 in passing',
      '```\n- P0: in code\n```',
      '---\nP0: frontmatter\n---\n',
      '',
    ],
  ])('%j', (text) => {
    expect(reviewFindings(text)).toEqual([]);
  });
});

it('never throws on garbage, nor takes long over it (INV-13)', () => {
  const random = seededRandom(232);
  const pieces = [
    'P0',
    'P1:',
    '- ',
    '# ',
    '|',
    '`',
    '```\n',
    '~~~',
    '---\n',
    '\n',
    '\r\n',
    ' ',
    '"',
    'src/a.ts:1',
    'rule:',
    '\u0000',
    '(',
    '\\',
  ];
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: random.upTo(60) }, () => random.pick(pieces)).join('');
    expect(reviewFindings(text), JSON.stringify(text)).toBeInstanceOf(Array);
  }
  for (const piece of ['(', 'a/', 'a', ' ', '# P0 issue ', 'P0 rule:', '"P0 ', 'P0\n']) {
    expect(reviewFindings(`P0 ${piece.repeat(100_000 / piece.length)}`)).toBeInstanceOf(Array);
  }
});
