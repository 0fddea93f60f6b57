import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/sqlite/open.ts';
import { createRun, createTestHome } from '../../helpers/store.ts';

it('INV-7: a database that a kill cut off in the middle of a write can be looked at', async () => {
  const home = await createTestHome();
  const file = join(home, 'whole.db');
  const store = await openStore({ file });
  await store.commit([{ type: 'insert-run', run: createRun() }]);
  await store.close();

  // A write that has reached the file and is not committed: what a process leaves that is killed there.
  const writer = new BetterSqlite3(file);
  writer.pragma('journal_mode = DELETE');
  writer.pragma('cache_size = 1');
  writer.exec('BEGIN IMMEDIATE; CREATE TABLE filler (text TEXT)');
  const insert = writer.prepare('INSERT INTO filler VALUES (?)');
  for (let row = 0; row < 200; row += 1) insert.run('x'.repeat(4_000));
  const left = join(home, 'left.db');
  copyFileSync(file, left);
  copyFileSync(`${file}-journal`, `${left}-journal`);
  writer.exec('ROLLBACK');
  writer.close();

  const bare = new BetterSqlite3(left, { readonly: true });
  expect(() => bare.pragma('user_version'), 'the harm: somebody who only reads cannot roll it back').toThrow(
    'readonly',
  );
  bare.close();
  const looking = await openStore({ file: left, readonly: true });
  expect(await looking.runs.get('run-1')).toMatchObject({ goal: 'Add a greeting' });
  await looking.close();
  expect(existsSync(`${left}-journal`)).toBe(false);
});
