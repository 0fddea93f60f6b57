import type { Orchestrator } from '../../domain/orchestrator.ts';
import type { App } from '../app.ts';
import { clearAfter } from './clear-after.ts';
import { SECOND_LOOK_MS, stateOf } from './presence.ts';

/** Name of the lease of the one who clears away what others left. */
const REAPER = 'reaper';

const POLL_MS = 200;

/** What a dead process held is to be taken up within 15 s, with time to end its children. */
const REAP_EVERY_MS = 5_000;

/**
 * Looks whether orchestrator processes of this home are dead or hang, and puts right what they left (`clearAfter`). Several may
 * look at once: one of them does it, the others wait until it is done. Doing it twice does nothing more.
 * @param self `starting`: this process is at nothing yet, and everything that nobody alive is at is put right, be it of a process
 * of which nothing is known
 * @returns what was found and done, for the log or the report
 */
export const reap = async (app: App, self: 'working' | 'starting' = 'working'): Promise<readonly string[]> => {
  for (;;) {
    const gone = await findGone(app);
    if (gone.length === 0 && self === 'working' && !(await isJobAbandoned(app))) return [];
    await freeReaper(app, gone);
    const done = await app.leases.holdIfFree(REAPER, 'reaper', () => clearAfter(app, gone, self));
    if (done !== null) return done.value;
    await app.clock.sleep(POLL_MS, app.presence.lost);
  }
};

/** Reaps again and again until the function that it returns is called, which waits for what is under way. */
export const keepReaping = (app: App): (() => Promise<void>) => {
  let underWay: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    try {
      for (const notice of await reap(app)) app.progress.emit({ type: 'notice', level: 'warning', text: notice });
    } catch (error) {
      // Tried again at the next turn.
      app.log.error({ err: error }, 'what a dead orchestrator left could not be cleared away');
    } finally {
      underWay = null;
    }
  };
  const stop = app.clock.every(REAP_EVERY_MS, () => {
    underWay ??= once();
  });
  return async () => {
    stop();
    await underWay;
  };
};

/** A dead reaper's lease is the only one that is taken from it at once: nobody else would clear away after it. */
const freeReaper = async (app: App, gone: readonly Orchestrator[]): Promise<void> => {
  const lease = await app.store.leases.get(REAPER);
  if (lease !== null && gone.some(({ id }) => id === lease.orchestrator))
    await app.store.leases.release(REAPER, lease.orchestrator);
};

/** Whether a job runs under the name of somebody who has left, or who was removed by others in the middle of clearing away. */
const isJobAbandoned = async (app: App): Promise<boolean> => {
  // Before the list of the living: whoever joins meanwhile and claims a job is not taken for gone.
  const rows = [app.store.jobs, app.store.commandJobs] as const;
  const running = (await Promise.all(rows.map(({ withStatus }) => withStatus('running')))).flat();
  if (running.length === 0) return false;
  const present = new Set((await app.store.orchestrators.list()).map(({ id }) => id));
  return running.some(({ claimedBy }) => claimedBy === null || !present.has(claimedBy));
};

/** The dead ones; when there are none, those that still hang at a second look. */
const findGone = async (app: App): Promise<readonly Orchestrator[]> => {
  const now = app.clock.now();
  const others = (await app.store.orchestrators.list()).filter(({ id }) => id !== app.presence.id);
  const dead = others.filter((other) => stateOf(app.processes, other, now) === 'dead');
  const hung = others.filter((other) => stateOf(app.processes, other, now) === 'hung');
  if (dead.length > 0 || hung.length === 0) return dead;
  await app.clock.sleep(SECOND_LOOK_MS, app.presence.lost);
  const later = await app.store.orchestrators.list();
  return hung.filter(({ id, heartbeatAt }) =>
    later.some((other) => other.id === id && other.heartbeatAt === heartbeatAt),
  );
};
