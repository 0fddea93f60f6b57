import { z } from 'zod';
import type { Baseline } from '../../domain/journal.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';
import { checkRunSchema } from './verdict-schema.ts';

/** The table `baselines`, one row for each tree and list of checks. */
export const createBaselines = (connection: Connection) => {
  const documents = createDocuments(connection, 'baselines', baselineSchema);
  const queries: Store['baselines'] = {
    get: (key) => connection.read(() => documents.one('WHERE id = ?', key)),
  };
  return { queries, save: (baseline: Baseline) => documents.put(baseline.key, baseline) };
};

const baselineSchema = (): z.ZodType<Baseline> =>
  z.strictObject({
    key: z.string(),
    tree: z.string(),
    checks: z.array(checkRunSchema()),
  });
