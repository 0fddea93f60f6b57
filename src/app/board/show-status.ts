import type { BoardStatus } from '../../domain/board.ts';
import type { Tracker, WorkItem } from '../../ports/tracker.ts';
import type { App } from '../app.ts';

/**
 * Sets an item's status, and remembers it first: what a look at the board finds afterwards is no person's doing (CF-31). Until it is
 * set the board still shows what a person set last, and that was acted on already.
 */
export const showStatus = async (
  app: Pick<App, 'store'>,
  tracker: Tracker,
  item: WorkItem,
  written: BoardStatus,
): Promise<void> => {
  const { taken } = await app.store.board.get(item.id);
  await app.store.board.save({ item: item.id, written, taken });
  await tracker.setStatus(item, written);
  await app.store.board.save({ item: item.id, written, taken: null });
};
