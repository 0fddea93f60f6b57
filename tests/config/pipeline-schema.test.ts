import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type PipelineSurroundings, parsePipeline } from '../../src/config/pipeline-schema.ts';
import type { OrchestratorError } from '../../src/domain/errors.ts';

const GATES = [
  'change-present',
  'worktree-clean',
  'definition-of-done',
  'checks-unchanged',
  'checks-green',
  'no-conflict',
  'merge-checks-green',
  'review-verdict',
];
const known: PipelineSurroundings = { gates: GATES, roles: ['developer', 'reviewer'], origin: 'built-in' };
const SUBTASK = readFileSync('.openclaw/pipelines/subtask.yaml', 'utf8');

const mistakes = (text: string, surroundings = known): readonly string[] => {
  try {
    parsePipeline(text, 'p.yaml', surroundings);
  } catch (error) {
    expect(error).toMatchObject({ name: 'OrchestratorError', code: 'pipeline-invalid' });
    return (error as OrchestratorError).message.split('\n');
  }
  return [];
};

it('reads subtask.yaml', () => {
  const pipeline = parsePipeline(SUBTASK, 'subtask.yaml', known);
  expect(pipeline).toMatchObject({ name: 'subtask', review: 'none', records: [] });
  expect(pipeline.stages).toEqual([
    {
      name: 'development',
      role: 'developer',
      gates: ['worktree-clean', 'change-present', 'definition-of-done'],
      onFail: null,
    },
    { name: 'checks', role: null, gates: GATES.slice(3, 5), onFail: 'development' },
    {
      name: 'merge',
      role: null,
      gates: ['worktree-clean', 'no-conflict', 'checks-unchanged', 'merge-checks-green'],
      onFail: 'development',
    },
    { name: 'done', role: null, gates: [], onFail: null },
  ]);
});

const change = (from: string, to: string): string => {
  expect(SUBTASK).toContain(from);
  return SUBTASK.replace(from, to);
};

it.each([
  [
    'unknown gate',
    change('worktree-clean', 'worktree-claen'),
    /^p\.yaml:8:13: stages\.0\.gates\.0: unknown gate "worktree-claen", the nearest known one is "worktree-clean"$/,
  ],
  [
    'unknown role',
    change('developer', 'develper'),
    /^p\.yaml:7:11: stages\.0\.role: unknown role "develper", the nearest known one is "developer"$/,
  ],
  [
    'unknown key',
    change('onFail', 'onFial'),
    /^p\.yaml:11:5: unknown key "onFial", the nearest known key is "onFail"$/,
  ],
  [
    'target unknown',
    change('onFail: development', 'onFail: design'),
    /:11:13: stages\.1\.onFail: "design" is no earlier stage; there are: development$/,
  ],
  [
    'target later: a way round gates (INV-1)',
    change('onFail: development', 'onFail: merge'),
    /:11:13: .*no earlier stage/,
  ],
  ['stage twice', change('name: checks', 'name: development'), /:9:11: .*stands twice/],
  ['last stage not done', change('name: done', 'name: end'), /:15:11: .*is "done"$/],
  ['work in the last stage', `${SUBTASK}    role: developer\n`, /:15:11: .*in the last stage nothing is done/],
  [
    'delivery without checks (INV-3)',
    change('checks-unchanged, checks-green', 'checks-unchanged'),
    /:12:5: stages\.2: .*needs the gate "checks-green"/,
  ],
  ['delivery without review', change('review: none\n', ''), /:11:5: stages\.2: .*needs the gate "review-verdict"/],
  ['records by pattern', `${SUBTASK}records: ["docs/*.md"]\n`, /expected an exact relative path/],
  ['records outside', `${SUBTASK}records: ["../x"]\n`, /expected an exact relative path/],
  ['no YAML', 'stages: [', /^p\.yaml:1:\d+: /],
  ['key twice', `${SUBTASK}name: x\n`, /^p\.yaml:16:1: Map keys must be unique$/],
])('refuses %s', (_what, text, expected) => {
  expect(mistakes(text)).toEqual([expect.stringMatching(expected)]);
});

it('lets no repository say that nobody reviews', () => {
  expect(mistakes(SUBTASK, { ...known, origin: 'repository' })).toEqual([
    'p.yaml:4:9: review: only a built-in pipeline may say "none"',
  ]);
});

it('names all mistakes at once', () => {
  const text = change('developer', 'nobody')
    .replace('no-conflict', 'conflict')
    .replace('review: none', 'review: perhaps');
  expect(mistakes(text)).toHaveLength(3);
});
