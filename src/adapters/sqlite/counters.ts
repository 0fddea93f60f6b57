import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';

/** Counts each series up from 1; a number is never handed out twice, whatever becomes of the first one. */
export const createCounters =
  (connection: Connection): Store['nextNumber'] =>
  (series) =>
    connection.write(() => {
      const row = connection.statement<{ readonly last: number }>(NEXT).get(series);
      if (row === undefined) throw new TypeError('RETURNING gave no row');
      return row.last;
    });

const NEXT = `
  INSERT INTO counters (series, last) VALUES (?, 1)
  ON CONFLICT (series) DO UPDATE SET last = last + 1
  RETURNING last`;
