import { OrchestratorError } from '../../domain/errors.ts';
import type { Connection } from './connection.ts';

/**
 * Saves an object that counts its versions, if the stored one still has the version that was read; the stored one gets the
 * next. Throws `state-conflict` when somebody else was quicker or the object was never stored.
 */
export const saveVersion = (
  connection: Connection,
  table: 'runs' | 'tasks' | 'jobs' | 'command_jobs',
  document: { readonly id: string; readonly version: number },
): void => {
  const body = JSON.stringify({ ...document, version: document.version + 1 });
  const statement = connection.statement(`UPDATE ${table} SET body = ? WHERE id = +? AND version = +?`);
  if (statement.run(body, document.id, document.version).changes === 1) return;
  throw new OrchestratorError(
    'state-conflict',
    `${document.id} is no longer at version ${document.version}: somebody else saved it since it was read.`,
    'Read it again and decide anew.',
  );
};
