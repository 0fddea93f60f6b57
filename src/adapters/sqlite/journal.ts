import { z } from 'zod';
import type { JournalEntry, StoredEntry } from '../../domain/journal.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createParser } from './documents.ts';

/** The table `journal`, which is only ever appended to. */
export const createJournal = (connection: Connection) => {
  const parse = createParser('journal', entrySchema);
  const select = (rest: string, ...values: readonly unknown[]): readonly StoredEntry[] =>
    connection
      .statement<JournalRow>(`SELECT seq, body FROM journal ${rest}`)
      .all(...values)
      .map(({ seq, body }) => ({ ...parse(seq, body), seq }));
  const queries: Store['journal'] = {
    after: (run, seq) => connection.read(() => select('WHERE run = ? AND seq > ? ORDER BY seq', run, seq)),
    since: (seq, limit) => connection.read(() => select('WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit)),
    beforeUnfinished: () =>
      connection.read(() => connection.statement<{ seq: number }>(BEFORE_UNFINISHED).get()?.seq ?? 0),
  };
  return {
    queries,
    append: (entry: JournalEntry) => {
      connection.statement('INSERT INTO journal (body) VALUES (?)').run(JSON.stringify(entry));
    },
  };
};

const BEFORE_UNFINISHED = `SELECT coalesce(
  (SELECT min(journal.seq) - 1 FROM runs JOIN journal ON journal.run = runs.id
    WHERE runs.status IN ('running', 'waiting', 'stopped')),
  (SELECT max(seq) FROM journal),
  0
) AS seq`;

interface JournalRow {
  readonly seq: number;
  readonly body: string;
}

const entrySchema = (): z.ZodType<JournalEntry> =>
  z.strictObject({
    run: z.string(),
    task: z.string().nullable(),
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    at: z.number(),
  });
