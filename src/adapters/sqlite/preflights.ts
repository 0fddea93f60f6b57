import { z } from 'zod';
import type { PreflightRows, WorkerPreflight } from '../../ports/coordination.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';

/** The table `preflights`, one row for each kind of worker. */
export const createPreflights = (connection: Connection): PreflightRows => {
  const documents = createDocuments(connection, 'preflights', preflightSchema);
  return {
    get: (kind) => connection.read(() => documents.one('WHERE id = ?', kind)),
    list: () => connection.read(() => documents.many('ORDER BY seq')),
    save: (preflight) => connection.write(() => documents.put(preflight.kind, preflight)),
  };
};

const preflightSchema = (): z.ZodType<WorkerPreflight> =>
  z.strictObject({
    kind: z.string(),
    at: z.number(),
    ready: z.boolean(),
    version: z.string().nullable(),
    problem: z.string().nullable(),
    fix: z.string().nullable(),
  });
