import type { App } from '../app/app.ts';
import { WaitsForPerson } from '../app/runs/waits-for-person.ts';
import { type ErrorCode, OrchestratorError } from '../domain/errors.ts';

/** Errors that no other call of the model can mend: they end the conversation instead of becoming an answer. */
const ENDS_THE_RUN: ReadonlySet<ErrorCode> = new Set([
  'baseline-red',
  'database-damaged',
  'database-locked',
  'database-newer',
  'disk-full',
  'interrupted',
  'limit-reached',
  'main-moved',
]);

/** Whether an error, or a question that waits for a person, is no answer for the model. */
export const endsTheRun = (error: unknown): boolean =>
  error instanceof WaitsForPerson || (error instanceof OrchestratorError && ENDS_THE_RUN.has(error.code));

/** An error as data for the model: what happened and what to do instead. */
export const errorAnswer = (error: unknown): { code: string; message: string; next: string } => {
  if (error instanceof OrchestratorError) return { code: error.code, message: error.message, next: error.next };
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    next: 'This is a fault of the orchestrator. Try another way, or go on without it and name it in the final report.',
  };
};

/**
 * The text that the model gets: bounded, so that one answer cannot fill its context, without secrets (INV-12), and marked in a
 * dry run (INV-11).
 */
export const toAnswerText = (app: Pick<App, 'settings' | 'redact'>, answer: object): string => {
  const marked = app.settings.dryRun ? { ...answer, dry: true } : answer;
  // What commands print is bounded already, and says so: that mark shall not be cut off again.
  const most = app.settings.limits.toolOutputChars + 200;
  const text = JSON.stringify(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.length > most
      ? `${value.slice(0, most)}… ${value.length - most} characters left out`
      : value,
  );
  return app.redact(text);
};
