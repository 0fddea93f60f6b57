import type { Connection } from './connection.ts';

/**
 * How many rows of a table have which status; a status that none has is missing. Versions of tasks are
 * not counted. Call it inside `read`.
 */
export const countByStatus = <Status extends string>(
  connection: Connection,
  table: 'jobs' | 'tasks' | 'command_jobs',
): Partial<Record<Status, number>> => {
  const rows = connection
    .statement<{ readonly status: Status; readonly count: number }>(
      `SELECT status, count(*) AS count FROM ${table}${COUNTED[table]} GROUP BY status`,
    )
    .all();
  const counts: Partial<Record<Status, number>> = {};
  for (const { status, count } of rows) counts[status] = count;
  return counts;
};

const COUNTED = { jobs: '', tasks: ' WHERE version_of IS NULL', command_jobs: '' } as const;
