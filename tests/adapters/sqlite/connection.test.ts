import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { createConnection } from '../../../src/adapters/sqlite/connection.ts';

const FULL = 2;
const NORMAL = 1;

it('INV-7: only what may be done again is committed without waiting for the disk, in whatever order commits come', async () => {
  const database = new BetterSqlite3(':memory:');
  onTestFinished(() => {
    database.close();
  });
  database.pragma('synchronous = FULL');
  const connection = createConnection(database);
  const level = (): unknown => database.pragma('synchronous', { simple: true });
  // A setting that changes within a transaction would have no effect: what the transaction finds is what holds for its commit.
  expect(await connection.write(level)).toBe(FULL);
  expect(await connection.writeLightly(level)).toBe(NORMAL);
  expect(await connection.writeLightly(level)).toBe(NORMAL);
  expect(await connection.write(level)).toBe(FULL);
  await expect(
    connection.writeLightly(() => {
      throw new Error('no change');
    }),
  ).rejects.toThrow('no change');
  expect(await connection.write(level)).toBe(FULL);
});
