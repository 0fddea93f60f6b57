import { z } from 'zod';
import type { JournalEntry } from '../../domain/journal.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { parseBody } from './documents.ts';

/** The table `journal`, which is only ever appended to. */
export const createJournal = (connection: Connection) => {
  const queries: Store['journal'] = {
    after: (run, seq) =>
      connection.read(() =>
        connection
          .statement<JournalRow>('SELECT seq, body FROM journal WHERE run = ? AND seq > ? ORDER BY seq')
          .all(run, seq)
          .map((row) => ({ ...parseBody('journal', row.seq, entrySchema, row.body), seq: row.seq })),
      ),
  };
  return {
    queries,
    append: (entry: JournalEntry) => {
      connection.statement('INSERT INTO journal (body) VALUES (?)').run(JSON.stringify(entry));
    },
  };
};

interface JournalRow {
  readonly seq: number;
  readonly body: string;
}

const entrySchema: z.ZodType<JournalEntry> = z.strictObject({
  run: z.string(),
  task: z.string().nullable(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: z.number(),
});
