import type { Argv } from '../../domain/argv.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Baseline } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { CheckRun } from '../../domain/verdict/verdict.ts';
import type { App } from '../app.ts';
import { baselineKey, runChecks } from './run-checks.ts';

type Needs = Pick<
  App,
  'processes' | 'files' | 'ids' | 'settings' | 'redact' | 'git' | 'leases' | 'progress' | 'store' | 'clock'
>;
/**
 * What main itself says to the checks, run once for each tree. Null when there are no checks.
 * Rejects with `baseline-red` unless the configuration allows red: nothing could be told from a task's own red checks.
 */
export const ensureBaseline = async (
  app: Needs,
  run: Pick<Run, 'id' | 'mainHead' | 'mainBranch'>,
  checks: readonly Argv[],
  signal?: AbortSignal,
): Promise<Baseline | null> => {
  if (checks.length === 0) return null;
  const tree = await app.git.treeOf(app.settings.layout.mainPath, run.mainHead);
  const key = baselineKey(tree, checks);
  const known = await app.store.baselines.get(key);
  const baseline = known ?? { key, tree, checks: await checkMain(app, run, checks, signal) };
  if (known === null) {
    const entry = {
      run: run.id,
      task: null,
      type: 'baseline-checked',
      data: { checks: baseline.checks },
      at: app.clock.now(),
    };
    await app.store.commit([
      { type: 'save-baseline', baseline },
      { type: 'append-journal', entry },
    ]);
  }
  const red = baseline.checks.filter((check) => check.exitCode !== 0);
  if (red.length > 0 && app.settings.checks.baseline !== 'allow-red') throw baselineRed(run, red);
  return baseline;
};

const checkMain = (
  app: Needs,
  run: Pick<Run, 'id' | 'mainHead'>,
  checks: readonly Argv[],
  signal?: AbortSignal,
): Promise<readonly CheckRun[]> =>
  runChecks(app, {
    run: run.id,
    task: null,
    commit: run.mainHead,
    checks,
    baseline: null,
    ...(signal === undefined ? {} : { signal }),
  });

const baselineRed = (run: Pick<Run, 'mainHead' | 'mainBranch'>, red: readonly CheckRun[]): OrchestratorError =>
  new OrchestratorError(
    'baseline-red',
    `The checks are red on ${run.mainBranch} itself (${run.mainHead.slice(0, 12)}), before any work:\n${red
      .map((check) => `$ ${check.command}  (exit code ${check.exitCode ?? 'none'})\n${check.output}`)
      .join('\n')}`,
    'Mend them on main first, name other checks in ORCHESTRATOR_CHECKS, or set checks.baseline: allow-red to let pass what fails in the same way on main.',
  );
