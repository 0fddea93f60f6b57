import type { App } from '../app/app.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { addUsage, type Usage } from '../domain/usage.ts';

/** Rejects with `limit-reached` when the run may ask its model nothing more: turns, tokens or money are used up. */
export const assertWithinLimits = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<void> => {
  const { turns, budgetTokens, budgetUsd } = app.settings.limits;
  if (run.turns >= turns) throw limitReached(run, `its limit of ${turns} turns`, 'ORCHESTRATOR_MAX_TURNS');
  if (budgetTokens === null && budgetUsd === null) return;
  const { inputTokens, outputTokens, costUsd } = await usageOf(app, run);
  const tokens = inputTokens + outputTokens;
  if (budgetTokens !== null && tokens >= budgetTokens) {
    throw limitReached(run, `its budget of ${budgetTokens} tokens (${tokens} used)`, 'ORCHESTRATOR_BUDGET_TOKENS');
  }
  if (budgetUsd !== null && costUsd !== null && costUsd >= budgetUsd) {
    throw limitReached(run, `its budget of $${budgetUsd} ($${costUsd.toFixed(2)} used)`, 'ORCHESTRATOR_BUDGET_USD');
  }
};

/** @param setting what to raise */
export const limitReached = (run: Pick<Run, 'id'>, what: string, setting: string): OrchestratorError =>
  new OrchestratorError(
    'limit-reached',
    `The run has reached ${what}.`,
    `Raise ${setting} and continue with \`orchestrator resume ${run.id}\`.`,
  );

/** The lead's own use and that of all jobs, ended or not. */
const usageOf = async (app: Pick<App, 'store'>, run: Run): Promise<Usage> =>
  (await app.store.jobs.inRun(run.id)).reduce((sum, job) => addUsage(sum, job.usage), run.usage);
