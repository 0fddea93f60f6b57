import type { Lease } from '../../domain/orchestrator.ts';
import type { LeaseRows } from '../../ports/coordination.ts';
import type { Connection } from './connection.ts';
import { assertRegistered } from './orchestrators.ts';

/** The table `leases`: one row for each thing that somebody works on. */
export const createLeaseRows = (connection: Connection): LeaseRows => {
  const find = (name: string): Lease | null => connection.statement<Lease>(FIND).get(name) ?? null;
  return {
    get: (name) => connection.read(() => find(name)),
    take: (lease) =>
      connection.write(() => {
        const { name, orchestrator, holder, since } = lease;
        assertRegistered(connection, orchestrator);
        const { changes } = connection.statement(TAKE).run(name, orchestrator, holder, since);
        return changes === 1 ? null : find(name);
      }),
    release: (name, orchestrator) =>
      connection.write(() => {
        connection.statement(RELEASE).run(name, orchestrator);
      }),
  };
};

const FIND = 'SELECT name, orchestrator, holder, since FROM leases WHERE name = ?';

const TAKE = 'INSERT INTO leases (name, orchestrator, holder, since) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING';

const RELEASE = 'DELETE FROM leases WHERE name = ? AND orchestrator = ?';
