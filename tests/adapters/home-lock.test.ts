import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createHomeLock } from '../../src/adapters/home-lock.ts';
import { createProcesses } from '../../src/adapters/process/processes.ts';
import type { ProcessIdentity } from '../../src/ports/processes.ts';
import { startNodeScript } from '../helpers/node-script.ts';
import { createTestHome } from '../helpers/store.ts';

const TAKE_LOCK = new URL('./children/take-lock.ts', import.meta.url);
/** More than any kernel counts up to. */
const NOBODY = 5_000_000;
const STALE = JSON.stringify({
  pid: NOBODY,
  startTime: '1',
  command: 'orchestrator',
  since: '2026-01-01T00:00:00.000Z',
});

const createPath = async (text: string | null = null): Promise<string> => {
  const path = join(await createTestHome(), 'lock');
  if (text !== null) await writeFile(path, text);
  return path;
};

const readHolder = async (path: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(path, 'utf8'));

/** A process that exists only for the lock; alive until `alive` says otherwise. */
const createStandIn = (pid: number, alive: ReadonlySet<number>) => ({
  self: (): ProcessIdentity => ({ pid, startTime: 'stand-in' }),
  isAlive: (identity: ProcessIdentity) => alive.has(identity.pid),
});

test('a free lock is taken, names its holder and is gone after release', async () => {
  const path = join(await createTestHome(), 'new', 'lock');
  const processes = createProcesses();
  const lock = createHomeLock({ path, processes });
  await lock.acquire();
  expect(await readHolder(path)).toEqual({
    ...processes.self(),
    command: expect.any(String),
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  await lock.release();
  expect(await readdir(dirname(path))).toEqual([]);
  await lock.release();
  await lock.acquire();
  await lock.release();
});

test('a living holder is named, and its lock neither taken nor released by others', async () => {
  const path = await createPath();
  const holder = startNodeScript(TAKE_LOCK, path);
  expect(await holder.line()).toBe('ready');
  holder.say('take');
  expect(await holder.line()).toBe('held');
  const before = await readHolder(path);
  const lock = createHomeLock({ path, processes: createProcesses() });
  await expect(lock.acquire()).rejects.toMatchObject({
    code: 'home-busy',
    message: expect.stringContaining(`process ${before.pid} (`),
    exitCode: 2,
  });
  await lock.release();
  expect(await readHolder(path)).toEqual(before);
  expect(await readdir(dirname(path))).toEqual(['lock']);
});

test('INV-7: of several processes that find the lock of a killed one exactly one gets it, again and again', {
  timeout: 120_000,
}, async () => {
  const path = await createPath(STALE);
  let takers = Array.from({ length: 8 }, () => startNodeScript(TAKE_LOCK, path));
  for (const taker of takers) expect(await taker.line()).toBe('ready');
  while (takers.length > 0) {
    for (const taker of takers) taker.say('take');
    const answers = await Promise.all(takers.map((taker) => taker.line()));
    expect(answers.toSorted()).toEqual(['held', ...takers.slice(1).map(() => 'home-busy')].toSorted());
    const winner = takers[answers.indexOf('held')];
    winner?.kill();
    await winner?.ended;
    takers = takers.filter((taker) => taker !== winner);
  }
  expect(await readdir(dirname(path))).toEqual(['lock']);
});

test('exactly one of several takers wins in each of 150 races in which the winner dies', {
  timeout: 120_000,
}, async () => {
  const path = await createPath(STALE);
  const alive = new Set<number>();
  for (let round = 0; round < 150; round += 1) {
    const pids = Array.from({ length: 6 }, (_, index) => round * 10 + index + 1);
    for (const pid of pids) alive.add(pid);
    const takers = pids.map((pid) => createHomeLock({ path, processes: createStandIn(pid, alive) }));
    const results = await Promise.allSettled(takers.map((taker) => taker.acquire()));
    const winners = pids.filter((_, index) => results[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(await readHolder(path)).toMatchObject({ pid: winners[0] });
    for (const pid of pids) alive.delete(pid);
  }
  expect(await readdir(dirname(path))).toEqual(['lock']);
});

/** Takes the lock in a process of its own, from start to end, before it returns the pid of that process. */
const takeQuickly = (path: string): number => {
  const output = execFileSync(process.execPath, [TAKE_LOCK.pathname, path], { input: 'take\n', encoding: 'utf8' });
  expect(output).toBe('ready\nheld\n');
  return JSON.parse(readFileSync(path, 'utf8')).pid;
};

test.for([true, false])('a slow taker does not remove the lock of a quick one (quick one alive: %s)', async (alive) => {
  const path = await createPath(STALE);
  let quick: number | null = null;
  const lock = createHomeLock({
    path,
    processes: {
      self: createProcesses().self,
      // The moment between looking at the dead holder and taking its place.
      isAlive: ({ pid }) => {
        quick ??= takeQuickly(path);
        return alive && pid === quick;
      },
    },
  });
  if (alive) await expect(lock.acquire()).rejects.toMatchObject({ code: 'home-busy' });
  else await lock.acquire();
  expect(await readHolder(path)).toMatchObject({ pid: alive ? quick : process.pid });
  expect(await readdir(dirname(path))).toEqual(['lock']);
});

test('without succession, a slow taker that removes the dead lock and makes its own removes that of the quick one', async () => {
  const path = await createPath(STALE);
  const draft = `${path}.draft`;
  await writeFile(draft, 'slow');
  expect(await readFile(path, 'utf8')).toBe(STALE);
  const quick = takeQuickly(path);
  expect(await readHolder(path)).toMatchObject({ pid: quick });
  await rm(path);
  await link(draft, path);
  expect(await readFile(path, 'utf8')).toBe('slow');
});

test('INV-7: a taker that was killed between its claim and the lock is succeeded, and what it left is swept away', async () => {
  const path = await createPath(STALE);
  // Its claim has the name of the text that it meant to replace; so has that of a taker that was killed after it.
  const claimOn = (text: string) => `${path}.${createHash('sha256').update(text).digest('hex')}`;
  const first = STALE.replace(`${NOBODY}`, `${NOBODY + 1}`);
  const second = STALE.replace(`${NOBODY}`, `${NOBODY + 2}`);
  await writeFile(claimOn(STALE), first);
  await writeFile(claimOn(first), second);
  const lock = createHomeLock({ path, processes: createProcesses() });
  await lock.acquire();
  expect(await readHolder(path)).toMatchObject({ pid: process.pid });
  expect(await readdir(dirname(path))).toEqual(['lock']);
});

test('a taker that has made its claim holds the lock already', async () => {
  const path = await createPath(STALE);
  const claim = `${path}.${createHash('sha256').update(STALE).digest('hex')}`;
  await writeFile(claim, STALE.replace(`${NOBODY}`, '7'));
  const lock = createHomeLock({ path, processes: createStandIn(1, new Set([1, 7])) });
  await expect(lock.acquire()).rejects.toMatchObject({ code: 'home-busy' });
  expect(await readFile(path, 'utf8')).toBe(STALE);
});

test.for(['', '{"pid": 5000000, "start', 'not a lock', '{"pid":"12"}'])(
  'a damaged lock that names nobody alive is stale: %j',
  async (text) => {
    const path = await createPath(text);
    const lock = createHomeLock({ path, processes: createProcesses() });
    await lock.acquire();
    expect(await readHolder(path)).toMatchObject({ pid: process.pid });
    await lock.release();
  },
);

test('a damaged lock that names a living pid is held by it', async () => {
  const path = await createPath(`{"pid": ${process.ppid}, "startTi`);
  const lock = createHomeLock({ path, processes: createProcesses() });
  await expect(lock.acquire()).rejects.toMatchObject({
    code: 'home-busy',
    message: expect.stringContaining(`${process.ppid}`),
  });
  expect(await readdir(dirname(path))).toEqual([basename(path)]);
});

test('a home that cannot hold a lock is named as the mistake', async () => {
  const home = await createTestHome();
  await writeFile(join(home, 'file'), '');
  await mkdir(join(home, 'lock'));
  const invalid = { code: 'home-invalid', next: expect.stringContaining('ORCHESTRATOR_HOME') };
  const processes = createProcesses();
  await expect(createHomeLock({ path: join(home, 'file', 'lock'), processes }).acquire()).rejects.toMatchObject(
    invalid,
  );
  await expect(createHomeLock({ path: join(home, 'lock'), processes }).acquire()).rejects.toMatchObject(invalid);
  expect((await readdir(home)).toSorted()).toEqual(['file', 'lock']);
});
