import { OrchestratorError } from '../../domain/errors.ts';

/** Something on the command line that nobody can carry out; exit code 2, before any effect. */
export const usageError = (message: string, next: string): OrchestratorError =>
  new OrchestratorError('usage', message, next);
