import { z } from 'zod';
import type { Evidence } from '../../domain/evidence.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'files' | 'processes' | 'settings'>;

/** Times are ISO 8601; `startTime` tells the process from a later one with its number. */
const LOCK = z.object({ pid: z.int().positive(), startTime: z.string(), start: z.string() });

/**
 * Shows that a main run is on while it works: `<home>/logs/framework-run.lock` exists from before it begins until it has ended, however
 * it ended. Called under the home's lock, so that a lock that is there already was left by a run that a crash cut off: it is replaced.
 * @param tell gets what such a stale lock says
 */
export const whileRunLocked = async <T>(
  app: Needs & Pick<App, 'clock'>,
  tell: (stale: string) => void,
  work: () => Promise<T>,
): Promise<T> => {
  const path = lockPath(app);
  const text = JSON.stringify({ ...app.processes.self(), start: new Date(app.clock.now()).toISOString() });
  await app.files.makeDirectory(logsOf(app));
  const left = await app.files.read(path);
  if (left !== null) tell(`A stale lock of an earlier run is replaced (${path}): ${describe(app, left)}.`);
  await app.files.write(path, `${text}\n`);
  try {
    return await work();
  } finally {
    await app.files.remove(path);
  }
};

/**
 * Which main run is on: by its lock, or by the books of the home, for a worker can clear a file away or write another one (INV-1). A
 * lock that nobody alive holds is stale.
 */
export const mainRunOf = async (app: Needs & Pick<App, 'store'>): Promise<Evidence['mainRun']> => {
  const text = await app.files.read(lockPath(app));
  const lock = text === null ? null : parse(text);
  const holder = lock !== null && app.processes.isAlive(lock) ? lock : await conductorOf(app);
  if (holder === null)
    return text === null ? { status: 'none' } : { status: 'stale', pid: lock?.pid ?? 0, problem: describe(app, text) };
  const run = await app.store.runs.newestUnfinished();
  return { status: 'on', pid: holder.pid, start: holder.start, run: run?.status === 'running' ? run.id : null };
};

const conductorOf = async ({
  processes,
  store,
}: Pick<App, 'processes' | 'store'>): Promise<{ readonly pid: number; readonly start: string } | null> => {
  const conductors = (await store.orchestrators.list()).filter(({ kind }) => kind === 'run');
  const alive = conductors.find((process) => processes.isAlive(process));
  return alive === undefined ? null : { pid: alive.pid, start: new Date(alive.startedAt).toISOString() };
};

const logsOf = ({ settings }: Pick<App, 'settings'>): string => `${settings.layout.home}/logs`;

/** Absolute path of the orchestrator's own event log, JSON lines. */
export const eventLogOf = (app: Pick<App, 'settings'>): string => `${logsOf(app)}/framework-run.jsonl`;

const lockPath = (app: Pick<App, 'settings'>): string => `${logsOf(app)}/framework-run.lock`;

/** What became of the process that a lock names. */
const describe = ({ processes }: Pick<App, 'processes'>, text: string): string => {
  const lock = parse(text);
  if (lock === null) return 'its text names no process';
  const now = processes.isAlive(lock) ? 'is still there' : 'is gone, whoever has its number now';
  return `process ${lock.pid}, started on a run at ${lock.start}, ${now}`;
};

const parse = (text: string): z.infer<typeof LOCK> | null => {
  try {
    return LOCK.parse(JSON.parse(text));
  } catch {
    return null;
  }
};
