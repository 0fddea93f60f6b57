import type { BoardStatus } from '../domain/board.ts';

/** How far a projector has come in the journal. */
export interface Cursor {
  /** Of the projector: `tracker`, `notifier`, `forge`. */
  readonly name: string;
  /** Number of the last entry that was told. */
  readonly seq: number;
  /** How often the entry after that could not be told. */
  readonly failures: number;
  /** Not before this moment, in milliseconds since the epoch; null: at once. */
  readonly retryAt: number | null;
}

export interface CursorRows {
  /** Null while that projector has never told anything. */
  get(name: string): Promise<Cursor | null>;
  save(cursor: Cursor): Promise<void>;
}

/** What is known of an item's status on the board, so that a person's change is told from the orchestrator's own (CF-31). */
export interface BoardMemory {
  readonly item: string;
  /** The status that the orchestrator set last; null when it never set one. */
  readonly written: BoardStatus | null;
  /** A status that a person set and that was acted on; null once the orchestrator has set another. */
  readonly taken: BoardStatus | null;
}

export interface BoardRows {
  /** Nothing written and nothing taken while nothing was ever saved. */
  get(item: string): Promise<BoardMemory>;
  save(memory: BoardMemory): Promise<void>;
}
