import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createCliScene } from './cli-scene.ts';

test('a worker that the others gave up ends with an exit code of its own and says why', async () => {
  const scene = await createCliScene([]);
  // Makes the database.
  expect(await scene.run(['worker', '--once'])).toMatchObject({ code: 0 });
  const worker = scene.start(['worker']);
  const database = new BetterSqlite3(join(scene.home, 'orchestrator.db'), { timeout: 5_000 });
  const giveUp = database.prepare('DELETE FROM orchestrators');
  while (giveUp.run().changes === 0) await setTimeout(50);
  database.close();
  const { code, stderr } = await worker.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/gave it up|was given up/);
});
