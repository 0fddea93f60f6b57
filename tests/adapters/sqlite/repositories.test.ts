import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, openStore } from '../../../src/adapters/sqlite/open.ts';
import { createProject } from '../../../src/domain/project/project.ts';
import { createTestHome, createTestStore } from '../../helpers/store.ts';

const SHOP = createProject({
  repo: 'shop',
  planeProjectId: 'p-1',
  path: '/srv/shop',
  agentModels: { developer: 'opus' },
  agentEfforts: { tester: 'low' },
  checks: [['npm', 'test']],
  setup: [],
  maxConcurrency: 2,
});
const BLOG = createProject({ repo: 'blog' });

test('repositories come back as they were given, in order, and frozen', async () => {
  const store = await createTestStore();
  expect(await store.repositories.list()).toEqual([]);
  await store.commit([
    { type: 'insert-repository', project: SHOP },
    { type: 'insert-repository', project: BLOG },
  ]);
  const [shop, blog] = await store.repositories.list();
  expect([shop, blog]).toEqual([SHOP, BLOG]);
  expect(() => Object.assign(shop?.agentModels ?? {}, { developer: 'other' })).toThrow(TypeError);
});

test('a second repository of one name is refused, and nothing of its step is stored', async () => {
  const store = await createTestStore();
  await store.commit([{ type: 'insert-repository', project: SHOP }]);
  const again = store.commit([
    { type: 'insert-repository', project: BLOG },
    { type: 'insert-repository', project: createProject({ repo: 'shop', path: '/elsewhere' }) },
  ]);
  await expect(again).rejects.toMatchObject({ code: 'state-conflict' });
  expect(await store.repositories.list()).toEqual([SHOP]);
});

test('a row that is none is reported with its name', async () => {
  const file = join(await createTestHome(), 'state.db');
  const connection = openConnection({ file });
  connection.statement(`INSERT INTO repositories (id, body) VALUES ('shop', '{"repo":"shop"}')`).run();
  await connection.close();
  const store = await openStore({ file });
  await expect(store.repositories.list()).rejects.toMatchObject({
    code: 'database-damaged',
    message: expect.stringContaining('The row shop of the table repositories is damaged: planeProjectId'),
  });
  await store.close();
});
