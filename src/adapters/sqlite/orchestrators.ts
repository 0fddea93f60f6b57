import { OrchestratorError } from '../../domain/errors.ts';
import type { Orchestrator } from '../../domain/orchestrator.ts';
import type { OrchestratorRows } from '../../ports/coordination.ts';
import type { Connection } from './connection.ts';

/** The table `orchestrators`. */
export const createOrchestrators = (connection: Connection): OrchestratorRows => ({
  register: ({ id, pid, startTime, kind, startedAt, heartbeatAt }) =>
    connection.write(() => {
      connection.statement(REGISTER).run(id, pid, startTime, kind, startedAt, heartbeatAt);
    }),
  beat: (id, at) =>
    connection.write(
      () => connection.statement('UPDATE orchestrators SET heartbeat_at = ? WHERE id = ?').run(at, id).changes === 1,
    ),
  list: () => connection.read(() => connection.statement<Orchestrator>(LIST).all()),
  // Its leases go with it, by the foreign key.
  remove: (id) =>
    connection.write(() => connection.statement('DELETE FROM orchestrators WHERE id = ?').run(id).changes === 1),
});

/**
 * Call it inside `write`: whoever was given up for lost takes nothing any more. Throws `state-conflict`.
 * @param id of the orchestrator that wants to take something
 */
export const assertRegistered = (connection: Connection, id: string): void => {
  if (connection.statement('SELECT 1 FROM orchestrators WHERE id = ?').get(id) !== undefined) return;
  throw new OrchestratorError(
    'state-conflict',
    `The orchestrator ${id} is not at work on this home, or was given up because it was silent for too long.`,
    'Start it again.',
  );
};

// An upsert and not a replacement, which would take the leases away.
const REGISTER = `
  INSERT INTO orchestrators (id, pid, start_time, kind, started_at, heartbeat_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET pid = excluded.pid, start_time = excluded.start_time, kind = excluded.kind,
    started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at`;

const LIST = `
  SELECT id, pid, start_time AS startTime, kind, started_at AS startedAt, heartbeat_at AS heartbeatAt
  FROM orchestrators ORDER BY started_at, id`;
