import type { Evidence } from '../../src/domain/evidence.ts';
import { askGate, GATES } from '../../src/gates/registry.ts';
import { type Benchmark, perSecond, rate } from './measure.ts';
import { benchTask } from './stored-work.ts';

const CHECK = {
  command: 'npm test',
  argv: ['npm', 'test'],
  exitCode: 0,
  durationMs: 1_000,
  output: 'ok\n'.repeat(500),
  knownRed: false,
};

const DOCUMENTS = ['01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml', '06-adr/ADR-001-x.md'];

const TASK = benchTask(1);

/** A candidate of two hundred changed files that passes. */
const EVIDENCE = {
  diff: Array.from({ length: 200 }, (_, index) => ({
    status: 'M' as const,
    path: index === 0 ? 'docs/guide.md' : `src/file-${index}.ts`,
  })),
  worktree: { uncommitted: [], inProgress: null },
  checkText: { paths: [], diff: '' },
  checks: [CHECK],
  merge: { conflicts: [] },
  mergeChecks: [CHECK],
  artifact: {
    path: 'docs/work-items/T-1/report.md',
    status: 'read',
    fields: { verdict: 'APPROVED', deploy_status: 'SUCCESS', staging_status: 'SUCCESS' },
    text: 'Fine.\n'.repeat(500),
  },
  workItem: {
    directory: 'docs/work-items/T-1',
    files: Object.fromEntries(DOCUMENTS.map((name) => [name, '# Title\n'.repeat(500)])),
  },
  approval: { required: false },
  size: { lines: 300, limit: 1_500 },
  secrets: [],
  scope: { role: 'developer', outside: [] },
  judged: [{ stage: 'review', candidate: TASK.candidate }],
  staging: { applies: true, repository: 'app' },
} satisfies Partial<Evidence>;

/** What a gate's answer costs once its evidence is at hand; collecting that is git's and the checks' time. */
export const gates: Benchmark = {
  name: 'gates',
  measure: async () => {
    const names = [...GATES.keys()];
    const passed = names.filter((name) => askGate(name, EVIDENCE, TASK).outcome === 'pass');
    const answers = await rate(50_000, 7, (index) => askGate(names[index % names.length] ?? '', EVIDENCE, TASK));
    return [{ what: 'answers of gates', value: perSecond(answers), note: `${passed.length} of ${names.length} pass` }];
  },
};
