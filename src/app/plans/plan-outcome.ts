import { type ErrorCode, isStoreFailure, OrchestratorError } from '../../domain/errors.ts';
import { isDone, type PlanItem, type PlanItemStatus } from '../../domain/plan/plan-item.ts';
import type { App } from '../app.ts';
import { outcome, type RunOutcome, troubled } from '../runs/run-outcome.ts';

/** How the run of a plan ended: its troubles come first, then what its tasks came to. */
export const planOutcome = (
  app: Pick<App, 'settings'>,
  file: string,
  items: readonly PlanItem[],
  end: { readonly trouble: unknown; readonly interrupted: boolean },
): RunOutcome => {
  if (end.interrupted) return outcome('stopped', { summary: `Interrupted. Continue with: orchestrator run ${file}` });
  if (end.trouble !== null) return troubled(end.trouble, app.settings.layout.mainPath);
  return outcome(items.every(isDone) ? 'done' : 'failed', { summary: countsOf(items) });
};

/** `3 ready, 1 failed, 2 skipped`. */
const countsOf = (items: readonly PlanItem[]): string => {
  const counts = new Map<PlanItemStatus, number>();
  for (const { status } of items) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
};

const ENDING: ReadonlySet<ErrorCode> = new Set(['main-moved', 'baseline-red', 'limit-reached', 'not-a-repository']);

/** No task can be blamed for it, and none could go on. */
export const endsRun = (error: unknown): boolean =>
  isStoreFailure(error) || (error instanceof OrchestratorError && ENDING.has(error.code));
