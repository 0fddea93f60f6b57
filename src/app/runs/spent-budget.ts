import { OrchestratorError } from '../../domain/errors.ts';
import { formatCost } from '../../domain/format/cost.ts';
import { commandToGoOn, type Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { runUsage } from './run-usage.ts';

/** Rejects with `limit-reached` when the tokens or the money of a run are used up: nothing that costs is started for it any more. */
export const assertBudgetLeft = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<void> => {
  const { budgetTokens, budgetUsd } = app.settings.limits;
  if (budgetTokens === null && budgetUsd === null) return;
  const { inputTokens, outputTokens, costUsd } = await runUsage(app, run);
  const tokens = inputTokens + outputTokens;
  if (budgetTokens !== null && tokens >= budgetTokens) {
    throw limitReached(run, `its budget of ${budgetTokens} tokens (${tokens} used)`, 'ORCHESTRATOR_BUDGET_TOKENS');
  }
  if (budgetUsd !== null && costUsd !== null && costUsd >= budgetUsd) {
    throw limitReached(run, `its budget of $${budgetUsd} (${formatCost(costUsd)} used)`, 'ORCHESTRATOR_BUDGET_USD');
  }
};

/** @param setting what to raise */
export const limitReached = (
  run: Pick<Run, 'id' | 'kind' | 'plan'>,
  what: string,
  setting: string,
): OrchestratorError =>
  new OrchestratorError(
    'limit-reached',
    `The run has reached ${what}.`,
    `Raise ${setting} and continue with \`${commandToGoOn(run)}\`.`,
  );
