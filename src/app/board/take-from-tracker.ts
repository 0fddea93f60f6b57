import { plainComment } from '../../domain/comment/plain-comment.ts';
import { isStoreFailure } from '../../domain/errors.ts';
import { SERVICE } from '../../domain/news/news.ts';
import type { BoardItem, Tracker } from '../../ports/tracker.ts';
import type { App } from '../app.ts';
import { type AppAt, obeyStatus, type Taken } from './obey-status.ts';
import { projectorLease } from './project-tasks.ts';

/**
 * Looks at the board once and does what people say there by status: In Progress, Approved, Rejected. Comments command nothing
 * (MA-024), and what the orchestrator itself set or has obeyed before is no command (MA-132, CF-31). A status that could not be
 * obeyed for a passing reason is obeyed at the next look. Nobody else writes to the board meanwhile (INV-15).
 * Rejects as the tracker does when the board cannot be read.
 */
export const takeFromTracker = async (app: App, tracker: Tracker, appAt: AppAt): Promise<readonly Taken[]> => {
  const looked = await app.leases.holdIfFree(projectorLease('tracker'), 'board', async () => {
    const taken: Taken[] = [];
    for (const item of await tracker.items()) {
      if (!(await isCommand(app, item))) continue;
      const done = await take(app, tracker, item, appAt);
      if (done !== null) taken.push(done);
    }
    return taken;
  });
  return looked?.value ?? [];
};

const COMMANDS = new Set(['in_progress', 'approved', 'rejected']);

const isCommand = async (app: App, { id, status }: BoardItem): Promise<boolean> => {
  if (status === null || !COMMANDS.has(status)) return false;
  const { written, taken } = await app.store.board.get(id);
  return status !== written && status !== taken;
};

/** Null where it could not be done now. Repeated after a crash it is refused or does nothing more (INV-7). */
const take = async (app: App, tracker: Tracker, item: BoardItem, appAt: AppAt): Promise<Taken | null> => {
  try {
    const taken = await obeyStatus(app, tracker, item, appAt);
    if (taken.outcome !== 'refused') await remember(app, item);
    if (taken.outcome === 'ignored' && taken.reason !== null) await explain(app, tracker, item, taken.reason);
    return taken;
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    app.log.warn(
      { err: error, item: item.id, status: item.status },
      'what a person set on the board could not be done',
    );
    return null;
  }
};

const remember = async (app: App, { id, status }: BoardItem): Promise<void> => {
  const { written } = await app.store.board.get(id);
  await app.store.board.save({ item: id, written, taken: status });
};

/** Nobody waits in silence for a word that went nowhere (INV-14). */
const explain = async (app: App, tracker: Tracker, item: BoardItem, reason: string): Promise<void> => {
  const version = (await app.store.tasks.get(item.id))?.version ?? 0;
  const key = `${item.status?.replaceAll('_', '-')}-${version}`;
  await tracker.comment({ item, author: SERVICE, key, ...plainComment(app.redact(`ℹ️ ${item.status}: ${reason}`)) });
};
