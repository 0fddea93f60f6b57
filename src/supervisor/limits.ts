import type { App } from '../app/app.ts';
import { assertBudgetLeft, limitReached } from '../app/runs/spent-budget.ts';
import type { Run } from '../domain/run.ts';

/** Rejects with `limit-reached` when the run may ask its model nothing more: turns, tokens or money are used up. */
export const assertWithinLimits = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<void> => {
  const { turns } = app.settings.limits;
  if (run.turns >= turns) throw limitReached(run, `its limit of ${turns} turns`, 'ORCHESTRATOR_MAX_TURNS');
  await assertBudgetLeft(app, run);
};
