import { z } from 'zod';
import { type Breaker, CLOSED } from '../../domain/worker/breaker.ts';
import type { BreakerRows } from '../../ports/coordination.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';

/** The table `breakers`, one row for each kind of worker that ever failed for its service's sake. */
export const createBreakers = (connection: Connection): BreakerRows => {
  const documents = createDocuments(connection, 'breakers', breakerSchema);
  const find = (kind: string): Breaker => documents.one('WHERE id = ?', kind) ?? { ...CLOSED, kind, version: 0 };
  return {
    get: (kind) => connection.read(() => find(kind)),
    list: () => connection.read(() => documents.many('ORDER BY seq')),
    save: (breaker) =>
      connection.write(() => {
        if (find(breaker.kind).version !== breaker.version) return false;
        documents.put(breaker.kind, { ...breaker, version: breaker.version + 1 });
        return true;
      }),
  };
};

const breakerSchema = (): z.ZodType<Breaker> => {
  const common = { kind: z.string(), version: z.number() };
  return z.discriminatedUnion('state', [
    z.strictObject({ ...common, state: z.literal('closed'), failures: z.number() }),
    z.strictObject({ ...common, state: z.literal('open'), until: z.number() }),
    z.strictObject({ ...common, state: z.literal('half-open'), since: z.number() }),
  ]);
};
