import type { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Connection } from './connection.ts';

/** A table that keeps objects as JSON in `body`, each under an `id`. Call it inside `read` or `write` of the connection. */
export interface Documents<T> {
  /** The objects that the rest of a SELECT picks: `WHERE ... ORDER BY ...`, before it the index where it has to be that one. */
  many(rest: string, ...values: readonly unknown[]): readonly T[];
  one(rest: string, ...values: readonly unknown[]): T | null;
  insert(id: string, document: T): void;
  /** Replaces the object of that id; false when there is none. */
  replace(id: string, document: T): boolean;
  put(id: string, document: T): void;
}

interface Row {
  readonly id: string;
  readonly body: string;
}

export const createDocuments = <T>(connection: Connection, table: string, schema: () => z.ZodType<T>): Documents<T> => {
  const parseBody = createParser(table, schema);
  const parse = (row: Row): T => parseBody(row.id, row.body);
  const select = (rest: string) => connection.statement<Row>(`SELECT id, body FROM ${table} ${rest}`);
  const insert = `INSERT INTO ${table} (id, body) VALUES (?, ?)`;
  return {
    many: (rest, ...values) =>
      select(rest)
        .all(...values)
        .map(parse),
    one: (rest, ...values) => {
      const row = select(rest).get(...values);
      return row === undefined ? null : parse(row);
    },
    insert: (id, document) => {
      connection.statement(insert).run(id, JSON.stringify(document));
    },
    replace: (id, document) =>
      connection.statement(`UPDATE ${table} SET body = ? WHERE id = ?`).run(JSON.stringify(document), id).changes === 1,
    put: (id, document) => {
      connection
        .statement(`${insert} ON CONFLICT (id) DO UPDATE SET body = excluded.body`)
        .run(id, JSON.stringify(document));
    },
  };
};

/**
 * Reads the stored objects of a table. The schema is made for the first of them: most commands read few tables, and making all
 * schemas takes longer than `status` takes to read its rows.
 * @returns a function that throws `database-damaged`, with the table and the row, for what the program does not write
 */
export const createParser = <T>(table: string, schema: () => z.ZodType<T>) => {
  let made: z.ZodType<T> | null = null;
  return (id: string | number, body: string): T => {
    made ??= schema();
    return parseBody(table, id, made, body);
  };
};

const parseBody = <T>(table: string, id: string | number, schema: z.ZodType<T>, body: string): T => {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the whole row' : issue.path.join('.');
  throw new OrchestratorError(
    'database-damaged',
    `The row ${id} of the table ${table} is damaged: ${where}: ${issue?.message ?? 'unreadable'}.`,
    'Put a copy of the database back; branches and worktrees are not touched by this.',
    { cause: parsed.error },
  );
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
