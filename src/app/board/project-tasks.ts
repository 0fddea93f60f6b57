import type { StoredEntry } from '../../domain/journal.ts';
import type { News } from '../../domain/news/news.ts';
import { newsOf } from '../../domain/news/news-of.ts';
import type { Run } from '../../domain/run.ts';
import { backoffMs } from '../../domain/worker/backoff.ts';
import type { Cursor } from '../../ports/projections.ts';
import type { App } from '../app.ts';
import { closePullRequest } from '../forge/close-pull-request.ts';
import { tellNotifier } from './tell-notifier.ts';
import { type Told, tellTracker } from './tell-tracker.ts';

/** The app of the repository that a run works in. */
export type AppOf = (run: Run) => Promise<App>;

/** Who holds it alone writes there, and knows what it wrote (INV-15). */
export const projectorLease = (name: string): string => `projector ${name}`;

/** So many entries are read at once. */
const BATCH = 100;

/** What could not be told for so long is given up, or nothing after it would ever be told: 8 tries are about an hour. */
const MOST_FAILURES = 8;

/**
 * Tells the board, the notifier and the forge what the journal holds and they do not know yet. Each has one projector at a time in the
 * whole home (INV-15) and a place in the journal that is saved after each entry: a crash loses nothing, and what it repeats has the
 * same key (INV-7). Never rejects: what cannot be told is logged and tried again later, and no work waits for it (MA-084).
 * @returns false where another process was at the board at that moment, and may not have seen the newest of it
 */
export const projectTasks = async (app: App, appOf: AppOf): Promise<boolean> => {
  const { tracker, notifier, forge } = app;
  if (app.settings.dryRun) return true;
  const told = await Promise.all([
    tracker && project(app, 'tracker', appOf, (there, news, told) => tellTracker(there, tracker, news, told)),
    notifier && project(app, 'notifier', appOf, (there, news, told) => tellNotifier(there, notifier, news, told)),
    forge && project(app, 'forge', appOf, (there, news, told) => closePullRequest(there, news, told.task)),
  ]);
  return !told.includes(false);
};

type Tell = (there: App, news: News, told: Told) => Promise<void>;

const project = async (app: App, name: string, appOf: AppOf, tell: Tell): Promise<boolean> => {
  try {
    const place = await placeOf(app, name);
    // Most of the time nothing has happened, and looking costs no lease.
    if (!isDue(app, place) || (await app.store.journal.since(place.seq, 1)).length === 0) return true;
    const held = await app.leases.holdIfFree(projectorLease(name), 'projector', () => tellAll(app, name, appOf, tell));
    return held !== null;
  } catch (error) {
    app.log.error({ err: error, projector: name }, 'nothing could be told');
    return true;
  }
};

const placeOf = async (app: App, name: string): Promise<Cursor> =>
  (await app.store.cursors.get(name)) ?? {
    name,
    // Work that ended before anybody was to be told is old news.
    seq: await app.store.journal.beforeUnfinished(),
    failures: 0,
    retryAt: null,
  };

const isDue = (app: App, { retryAt }: Cursor): boolean => retryAt === null || retryAt <= app.clock.now();

const tellAll = async (app: App, name: string, appOf: AppOf, tell: Tell): Promise<void> => {
  let place = await placeOf(app, name);
  if (!isDue(app, place)) return;
  await app.store.cursors.save(place);
  for (;;) {
    const entries = await app.store.journal.since(place.seq, BATCH);
    for (const entry of entries) {
      const next = await tellEntry(app, place, entry, appOf, tell);
      await app.store.cursors.save(next);
      if (next.retryAt !== null) return;
      place = next;
    }
    if (entries.length < BATCH) return;
  }
};

/** The place after an entry, or the same one with the moment of the next try. */
const tellEntry = async (app: App, place: Cursor, entry: StoredEntry, appOf: AppOf, tell: Tell): Promise<Cursor> => {
  const after: Cursor = { name: place.name, seq: entry.seq, failures: 0, retryAt: null };
  try {
    await tellNews(app, entry, appOf, tell);
    return after;
  } catch (error) {
    const failures = place.failures + 1;
    const facts = { err: error, projector: place.name, task: entry.task, entry: entry.seq };
    if (failures >= MOST_FAILURES) {
      app.log.error(facts, 'something could not be told, and is given up');
      return after;
    }
    app.log.warn(facts, 'something could not be told yet');
    const retryAt = app.clock.now() + backoffMs(place.failures, null, app.ids.fraction());
    return { ...place, failures, retryAt };
  }
};

const tellNews = async (app: App, entry: StoredEntry, appOf: AppOf, tell: Tell): Promise<void> => {
  const task = entry.task === null ? null : await app.store.tasks.get(entry.task);
  // A version is nobody's item: what comes of all of them is news of the task itself.
  if (task === null || task.versionOf !== null) return;
  const run = await app.store.runs.get(entry.run);
  const there = run === null ? app : await tolerant(app, () => appOf(run));
  for (const news of newsOf(entry, there.pipelines.get(task.pipeline) ?? null))
    await tell(there, news, { task, seq: entry.seq });
};

/** Where a run's repository is not to be had, its news are told without what only that knows. */
const tolerant = async (app: App, open: () => Promise<App>): Promise<App> => {
  try {
    return await open();
  } catch (error) {
    app.log.warn({ err: error }, 'a repository cannot be opened to tell what happens there');
    return app;
  }
};
