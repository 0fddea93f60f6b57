import { boardStatusOf } from '../../domain/board.ts';
import type { BoardRows, Cursor, CursorRows } from '../../ports/projections.ts';
import type { Connection } from './connection.ts';

/** The table `cursors`: one row for each projector. */
export const createCursors = (connection: Connection): CursorRows => ({
  get: (name) => connection.read(() => connection.statement<Cursor>(FIND_CURSOR).get(name) ?? null),
  save: ({ name, seq, failures, retryAt }) =>
    connection.write(() => {
      connection.statement(SAVE_CURSOR).run(name, seq, failures, retryAt);
    }),
});

/** The table `board`: one row for each work item whose status was ever set or acted on. */
export const createBoard = (connection: Connection): BoardRows => ({
  get: (item) =>
    connection.read(() => {
      const row = connection.statement<BoardRow>(FIND_ITEM).get(item);
      return { item, written: boardStatusOf(row?.written ?? ''), taken: boardStatusOf(row?.taken ?? '') };
    }),
  save: ({ item, written, taken }) =>
    connection.write(() => {
      connection.statement(SAVE_ITEM).run(item, written, taken);
    }),
});

interface BoardRow {
  readonly written: string | null;
  readonly taken: string | null;
}

const FIND_CURSOR = 'SELECT name, seq, failures, retry_at AS retryAt FROM cursors WHERE name = ?';

const SAVE_CURSOR = `INSERT INTO cursors (name, seq, failures, retry_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, failures = excluded.failures, retry_at = excluded.retry_at`;

const FIND_ITEM = 'SELECT written, taken FROM board WHERE item = ?';

const SAVE_ITEM = `INSERT INTO board (item, written, taken) VALUES (?, ?, ?)
  ON CONFLICT (item) DO UPDATE SET written = excluded.written, taken = excluded.taken`;
