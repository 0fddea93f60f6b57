import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';

/** The table `lead_items`. Appending costs what is appended; the conversation before it is never written again. */
export const createLeadItems = (connection: Connection) => {
  const queries: Store['leadItems'] = {
    of: (run, lead) =>
      connection.read(() =>
        connection
          .statement<{ readonly item: string }>('SELECT item FROM lead_items WHERE run = ? AND lead = ? ORDER BY seq')
          .all(run, lead)
          .map(({ item }) => item),
      ),
    newestLead: (run) =>
      connection.read(() => {
        const row = connection
          .statement<{ readonly lead: number | null }>('SELECT max(lead) AS lead FROM lead_items WHERE run = ?')
          .get(run);
        return row?.lead ?? 0;
      }),
  };
  return {
    queries,
    append: (run: string, lead: number, items: readonly string[]) => {
      const insert = connection.statement('INSERT INTO lead_items (run, lead, item) VALUES (?, ?, ?)');
      for (const item of items) insert.run(run, lead, item);
    },
  };
};
