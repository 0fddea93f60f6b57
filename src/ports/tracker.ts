import type { BoardStatus } from '../domain/board.ts';

/** A task as it stands on the board. Where the item does not exist yet, the tracker may make it from this. */
export interface WorkItem {
  /** The task's id. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface TrackerComment {
  readonly item: WorkItem;
  /** The role in whose name it is posted; `stream` for the service itself. */
  readonly author: string;
  /** The same text twice; a tracker takes the one that it can show. */
  readonly markdown: string;
  readonly html: string;
  /** Letters, digits and `-`; a second comment of the same key on the same item is not posted (INV-7). */
  readonly key: string;
}

/** A work item as the tracker holds it now. */
export interface BoardItem extends WorkItem {
  /** Null for a status of the tracker's own that means nothing here. */
  readonly status: BoardStatus | null;
}

/** Where work items live for people. Every method may reject; nobody's work depends on it (the caller only logs that). */
export interface Tracker {
  /** Posts a comment once. */
  comment(comment: TrackerComment): Promise<void>;
  /** Setting the status that an item has already changes nothing. */
  setStatus(item: WorkItem, status: BoardStatus): Promise<void>;
  items(): Promise<readonly BoardItem[]>;
  /** What people wrote below an item since the orchestrator's own last comment, oldest first, without markup. */
  repliesTo(item: string): Promise<readonly string[]>;
}
