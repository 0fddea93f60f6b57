import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { PipelineSurroundings } from '../../src/config/pipeline-rules.ts';
import { parsePipeline } from '../../src/config/pipeline-schema.ts';
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
const ITEM = 'docs/work-items/{{task_id}}';
const REVIEW = `${ITEM}/12-review.md`;
const LOGS = ['14-deploy-log.md', '15-staging-log.md'].map((log) => `${ITEM}/${log}`);
const ARTIFACTS: Readonly<Record<string, string>> = {
  'review-verdict': '12-review.md',
  'deploy-status': '14-deploy-log.md',
};
const known: PipelineSurroundings = {
  gates: new Map([...GATES, 'deploy-status'].map((gate) => [gate, { artifact: ARTIFACTS[gate] ?? null }])),
  roles: new Map([
    ['developer', ['**', `!${REVIEW}`]],
    ['reviewer', [REVIEW]],
    ['deployer', LOGS],
    ['fixer', null],
  ]),
  origin: 'built-in',
};
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
  const stage = {
    ...{ role: null, when: null, onFail: {}, blocksOn: [], followUp: {}, attempts: null, writes: null },
    ...{ network: null, access: null, versions: null },
  };
  const developer = { role: 'developer', writes: known.roles.get('developer') };
  expect(parsePipeline(SUBTASK, 'subtask.yaml', known)).toEqual({
    name: 'subtask',
    description: "Development, the harness's checks, merge into local main.",
    review: 'none',
    starts: 'lead',
    workItem: null,
    records: [],
    commit: 'harness',
    shared: [],
    stages: [
      {
        ...stage,
        ...developer,
        name: 'development',
        versions: 'select',
        gates: ['worktree-clean', 'change-present', 'definition-of-done'],
      },
      { ...stage, name: 'checks', gates: GATES.slice(3, 5), onFail: { '*': 'development' } },
      {
        ...stage,
        name: 'merge',
        gates: ['worktree-clean', 'no-conflict', 'checks-unchanged', 'merge-checks-green'],
        onFail: { '*': 'development' },
      },
      { ...stage, name: 'done', gates: [] },
    ],
  });
});

it('reads where a failed gate leads, by gate and for all others, and who may write what', () => {
  const text = change('onFail: development', 'onFail: { checks-green: development }')
    .replace('gates: [checks-unchanged', 'blocksOn: [checks-unchanged]\n    gates: [checks-unchanged')
    .replace('role: developer', 'role: fixer\n    attempts: 2')
    .replace('starts: lead', 'starts: engine');
  const { starts, stages } = parsePipeline(text, 'p.yaml', known);
  expect(starts).toBe('engine');
  expect(stages[0]).toMatchObject({ role: 'fixer', attempts: 2, writes: null });
  expect(stages[1]).toMatchObject({ onFail: { 'checks-green': 'development' }, blocksOn: ['checks-unchanged'] });
});

const change = (from: string, to: string): string => {
  expect(SUBTASK).toContain(from);
  return SUBTASK.replace(from, to);
};

const RECORD = `workItem: docs/work-items/{{task_id}}\nrecords: ["${REVIEW}"]\n`;

it.each([
  [
    'unknown gate',
    change('worktree-clean', 'worktree-claen'),
    /^p\.yaml:10:13: stages\.0\.gates\.0: unknown gate "worktree-claen", the nearest known one is "worktree-clean"$/,
  ],
  [
    'unknown role',
    change('developer', 'develper'),
    /^p\.yaml:8:11: stages\.0\.role: unknown role "develper", the nearest known one is "developer"$/,
  ],
  [
    'unknown key',
    change('onFail', 'onFial'),
    /^p\.yaml:13:5: unknown key "onFial", the nearest known key is "onFail"$/,
  ],
  ['unknown starter', change('starts: lead', 'starts: nobody'), /^p\.yaml:5:9: starts: /],
  [
    'target unknown',
    change('onFail: development', 'onFail: design'),
    /:13:13: stages\.1\.onFail: "design" is no earlier stage; there are: development$/,
  ],
  [
    'target later: a way round gates (INV-1)',
    change('onFail: development', 'onFail: merge'),
    /:13:13: .*no earlier stage/,
  ],
  [
    'target later for one gate (INV-1)',
    change('onFail: development', 'onFail: { checks-green: merge }'),
    /:13:13: stages\.1\.onFail: "merge" is no earlier stage; there are: development$/,
  ],
  ['target itself', change('onFail: development', 'onFail: checks'), /:13:13: .*"checks" is no earlier stage/],
  [
    'target for a gate of another stage',
    change('onFail: development', 'onFail: { no-conflict: development }'),
    /:13:13: stages\.1\.onFail: "no-conflict" is no gate of this stage$/,
  ],
  [
    'blocking on a gate of another stage',
    change('onFail: development', 'blocksOn: [no-conflict]'),
    /:13:15: stages\.1\.blocksOn: "no-conflict" is no gate of this stage$/,
  ],
  [
    'attempts where nobody works',
    change('onFail: development', 'attempts: 3'),
    /:13:15: stages\.1\.attempts: nobody works in this stage, so there is nothing to count$/,
  ],
  ['no attempt at all', change('role: developer', 'role: developer\n    attempts: 0'), /:9:15: stages\.0\.attempts: /],
  [
    'attempts without end',
    change('role: developer', 'role: developer\n    attempts: .inf'),
    /:9:15: stages\.0\.attempts: /,
  ],
  [
    'gate twice in a stage',
    change('[checks-unchanged, ', '[checks-green, '),
    /:12:12: stages\.1\.gates: "checks-green" stands twice$/,
  ],
  ['stage twice', change('name: checks', 'name: development'), /:11:11: .*stands twice/],
  ['last stage not done', change('name: done', 'name: end'), /:17:11: .*is "done"$/],
  ['work in the last stage', `${SUBTASK}    role: developer\n`, /:17:11: .*in the last stage nothing is done/],
  [
    'delivery without checks (INV-3)',
    change('checks-unchanged, checks-green', 'checks-unchanged'),
    /:14:5: stages\.2: .*needs the gate "checks-green"/,
  ],
  [
    'delivery without a look for conflicts',
    change('no-conflict, ', ''),
    /:14:5: .*"no-conflict" in the stage before "done"$/,
  ],
  [
    'delivery of what was not checked (INV-10)',
    change(', merge-checks-green', ''),
    /:14:5: .*"merge-checks-green" in the stage before "done"$/,
  ],
  ['delivery without review', change('review: none\n', ''), /:13:5: stages\.2: .*needs the gate "review-verdict"/],
  ['records by pattern', `${SUBTASK}${RECORD.replace('12-review', '*')}`, /expected an exact relative path/],
  ['records outside', `${SUBTASK}${RECORD.replace('12-review', '../x')}`, /expected an exact relative path/],
  [
    'records that something is built from (INV-2)',
    `${SUBTASK}${RECORD.replace(REVIEW, 'src/index.ts')}`,
    /:19:11: records\.0: a record lies in the directory that "workItem" names$/,
  ],
  ['records without a place', `${SUBTASK}${RECORD.replace(/^.*\n/, '')}`, /:18:11: records\.0: a record lies in/],
  ['a work item outside', `${SUBTASK}workItem: /tmp/x\n`, /^p\.yaml:18:11: workItem: expected "docs/],
  ['no YAML', 'stages: [', /^p\.yaml:1:\d+: /],
  ['key twice', `${SUBTASK}name: x\n`, /^p\.yaml:18:1: Map keys must be unique$/],
])('refuses %s', (_what, text, expected) => {
  expect(mistakes(text)).toEqual([expect.stringMatching(expected)]);
});

it('takes a record in the work item', () => {
  expect(mistakes(`${SUBTASK}${RECORD}`)).toEqual([]);
});

/** `subtask` with a stage of one more role. */
const judgedBy = (role: string, gate: string, ...records: readonly string[]): string =>
  `${change(
    '  - name: merge',
    `  - name: judging\n    role: ${role}\n    gates: [worktree-clean, ${gate}]\n  - name: merge`,
  )}workItem: ${ITEM}\nrecords: ${JSON.stringify(records)}\n`;

it.each([
  ['a review', 'reviewer', 'review-verdict', [REVIEW]],
  ['a deployment', 'deployer', 'deploy-status', LOGS],
] as const)(
  '%s whose report is part of the candidate would count for every later one: it is refused (INV-2)',
  (_what, role, gate, records) => {
    const [, ...some] = records;
    expect(mistakes(judgedBy(role, gate, ...some))).toEqual([
      `p.yaml:16:29: stages.2.gates.1: "${gate}" judges by reports that stand beside the candidate: add ${records[0]} to "records"`,
    ]);
    expect(mistakes(judgedBy(role, gate, ...records))).toEqual([]);
  },
);

it('lets nobody judge who makes what is judged (INV-2)', () => {
  for (const role of ['developer', 'fixer'])
    expect(mistakes(judgedBy(role, 'review-verdict', REVIEW))).toEqual([
      expect.stringContaining(`but the ${role} may write more than records: name another role`),
    ]);
});

it('takes no product code for a work item (INV-2)', () => {
  expect(mistakes(`${SUBTASK}workItem: src\nrecords: [src/index.ts]\n`)).toEqual([
    `p.yaml:18:11: workItem: expected "${ITEM}": write that, or leave it out`,
  ]);
});

it('lets no repository say that nobody reviews', () => {
  expect(mistakes(SUBTASK, { ...known, origin: 'repository' })).toEqual([
    'p.yaml:4:9: review: only a built-in pipeline may say "none"',
  ]);
});

it('asks no gate of a pipeline that delivers nothing, which no repository may say of its own', () => {
  const text = readFileSync('.openclaw/pipelines/branch.yaml', 'utf8');
  expect(parsePipeline(text, 'p.yaml', known)).toMatchObject({ name: 'branch', delivery: 'none' });
  expect(mistakes(text.replace('delivery: none\n', ''))).toHaveLength(3);
  expect(mistakes(text.replace('review: none\n', ''), { ...known, origin: 'repository' })).toEqual([
    'p.yaml:4:11: delivery: only a built-in pipeline may deliver nothing: leave it out',
  ]);
});

it('names all mistakes at once', () => {
  const text = change('developer', 'nobody')
    .replace('no-conflict', 'conflict')
    .replace('review: none', 'review: perhaps');
  expect(mistakes(text)).toHaveLength(3);
});
