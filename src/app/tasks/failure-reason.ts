import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

/** Why a piece of work ended. A fault of ours in one is no reason to end the work on the others; the log has where it is. */
export const failureReason = (
  app: Pick<App, 'log'>,
  error: unknown,
  where: Readonly<Record<string, string>>,
): string => {
  if (error instanceof OrchestratorError) return `${error.code}: ${error.message}`;
  app.log.error({ err: error, ...where }, 'a fault of the orchestrator itself');
  return `internal: ${error instanceof Error ? error.message : String(error)} (a fault of the orchestrator, not of the task)`;
};
