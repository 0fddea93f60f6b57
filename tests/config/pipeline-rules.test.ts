import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PipelineSurroundings } from '../../src/config/pipeline-rules.ts';
import { parsePipeline } from '../../src/config/pipeline-schema.ts';
import type { OrchestratorError } from '../../src/domain/errors.ts';
import { GATES } from '../../src/gates/registry.ts';
import { PIPELINES } from '../engine/delivery-scene.ts';

const STRICT = readFileSync('.openclaw/pipelines/strict.yaml', 'utf8');
const roles = new Map(
  (PIPELINES.get('strict')?.stages ?? []).flatMap(({ role, writes }) =>
    role === null ? [] : [[role, writes] as const],
  ),
);
const known: PipelineSurroundings = { gates: GATES, roles, origin: 'built-in' };

const mistakes = (text: string, surroundings = known): readonly string[] => {
  try {
    parsePipeline(text, 'p.yaml', surroundings);
  } catch (error) {
    return (error as OrchestratorError).message.split('\n');
  }
  return [];
};

const change = (from: string, to: string): string => {
  expect(STRICT).toContain(from);
  return STRICT.replace(from, to);
};

it('the strict stages stand in their order, each with its capability (KB-03, KB-04, KB-06)', () => {
  const { stages, commit, shared } = parsePipeline(STRICT, 'strict.yaml', known);
  expect(stages.map(({ name, role, when, network }) => [name, role, when, network])).toEqual([
    ['created', null, null, null],
    ['research', 'researcher', 'research-needed', 'allow'],
    ['execute', 'executor', null, 'none'],
    ['tests', 'test-author', null, 'allow'],
    ['checks', null, null, null],
    ['review', 'reviewer', null, null],
    ['fix', 'fixer', 'review-findings', 'none'],
    ['verification', null, null, null],
    ['deploy', 'deployer', 'deploy-asked', 'allow'],
    ['report', null, null, null],
    ['done', null, null, null],
  ]);
  expect({ commit, shared }).toEqual({ commit: 'worker', shared: ['ORCH_RUN.md', 'CODE_REVIEW.md'] });
});

it('INV-2: nobody makes anything behind the review, unless the delivery asks whether that was reviewed', () => {
  const late = STRICT.replaceAll('review-listed', 'review-verdict').replaceAll(
    /, review-settled|review-settled, |\n +- review-settled/g,
    '',
  );
  const unasked = late.replaceAll(/ *onFail: \{ review-settled: review(, '\*': fix)? \}\n/g, '');
  expect(mistakes(unasked)).toEqual([
    expect.stringMatching(/stages\.6\.role: nobody has reviewed what the fixer makes here: add "candidate-unchanged"/),
  ]);
  expect(mistakes(unasked.replace('no-conflict,', 'no-conflict, candidate-unchanged,'))).toEqual([]);
});

describe('INV-1: a stage that may be left out proves nothing', () => {
  it('the checks of the delivery stand in a stage that everybody enters', () => {
    const optional = change('  - name: checks\n', '  - name: checks\n    when: review-findings\n');
    expect(mistakes(optional)).toEqual([expect.stringContaining('needs the gate "checks-green"')]);
  });

  it('so does the review', () => {
    const optional = change('    role: reviewer\n', '    role: reviewer\n    when: deploy-asked\n');
    expect(mistakes(optional)).toEqual([expect.stringContaining('needs the gate "review-verdict"')]);
  });

  it.each([
    ['the first', '  - name: created\n'],
    ['the one that delivers', '  - name: report\n'],
    ['done', '  - name: done\n'],
  ])('%s is never left out', (_, stage) => {
    expect(mistakes(change(stage, `${stage}    when: deploy-asked\n`))).toContainEqual(
      expect.stringMatching(/when: the first stage, the one that delivers and "done" are never left out$/),
    );
  });
});

it.each([
  [
    'an unknown condition',
    change('when: research-needed', 'when: research-neded'),
    /unknown condition "research-neded", the nearest known one is "research-needed"$/,
  ],
  [
    'a follow-up of a gate that does not block',
    change('    blocksOn: [no-tests-written]\n', ''),
    /followUp: "no-tests-written" does not stand in "blocksOn"$/,
  ],
  ['a follow-up of an unknown kind', change('no-tests-written: tests }', 'no-tests-written: review }'), /followUp/],
  [
    'a network where nobody works',
    change('  - name: checks\n', '  - name: checks\n    network: allow\n'),
    /network: nobody works in this stage$/,
  ],
  [
    'skills where nobody works (KB-12)',
    change('  - name: checks\n', '  - name: checks\n    skills: [requesting-code-review]\n'),
    /skills: nobody works in this stage$/,
  ],
  [
    'a skill that leads elsewhere (KB-12)',
    change('skills: [requesting-code-review]', 'skills: [../x]'),
    /skills\.0: expected a name/,
  ],
  ['another access', change('access: read-only', 'access: full'), /access/],
  ['another shared document', change('[ORCH_RUN.md,', '[README.md,'), /shared/],
])('refuses %s', (_, text, message) => {
  expect(mistakes(text)).toEqual([expect.stringMatching(message)]);
});

it('only a built-in pipeline may allow the network', () => {
  const found = mistakes(STRICT, { ...known, origin: 'repository' });
  expect(found).toHaveLength(3);
  expect(found[0]).toMatch(/network: only a built-in pipeline may allow the network$/);
});
