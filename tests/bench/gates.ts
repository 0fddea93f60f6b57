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

/** A candidate of two hundred changed files that passes. */
const EVIDENCE = {
  diff: Array.from({ length: 200 }, (_, index) => ({ status: 'M' as const, path: `src/file-${index}.ts` })),
  worktree: { uncommitted: [], inProgress: null },
  checkText: { paths: [], diff: '' },
  checks: [CHECK],
  merge: { conflicts: [] },
  mergeChecks: [CHECK],
} satisfies Partial<Evidence>;

/** What a gate's answer costs once its evidence is at hand; collecting that is git's and the checks' time. */
export const gates: Benchmark = {
  name: 'gates',
  measure: async () => {
    const names = [...GATES.keys()];
    const task = benchTask(1);
    const passed = names.filter((name) => askGate(name, EVIDENCE, task).outcome === 'pass');
    const answers = await rate(50_000, 7, (index) => askGate(names[index % names.length] ?? '', EVIDENCE, task));
    return [{ what: 'answers of gates', value: perSecond(answers), note: `${passed.length} of ${names.length} pass` }];
  },
};
