import type { Baseline } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { ensureBaseline } from '../gates/baseline.ts';
import { findChecks } from '../gates/find-checks.ts';
import type { RunScope } from '../run-scope.ts';
import { loadRun } from '../runs/save-run.ts';

/**
 * What belongs to the run of a single task while a worker takes one step of it. The checks are those of main as it is now, and what
 * main itself says to them is asked when a gate first needs it.
 */
export const taskScope = async (app: App, run: Run, signal: AbortSignal): Promise<RunScope> => {
  const { mainPath } = app.settings.layout;
  const head = (await app.git.resolve(mainPath, `refs/heads/${run.mainBranch}`)) ?? run.mainHead;
  const checks = await findChecks(app, mainPath, head);
  let baseline: Promise<Baseline | null> | null = null;
  return {
    run: run.id,
    checks,
    get baseline() {
      baseline ??= loadRun(app, run.id).then((present) => ensureBaseline(app, present, checks, signal));
      return baseline;
    },
    signal,
  };
};
