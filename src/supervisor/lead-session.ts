import type { LeadHands } from '../app/lead/lead-hands.ts';
import type { Conversation } from './conversation.ts';
import { createTurnOrder, type TurnOrder } from './turn-order.ts';

/** One stretch of a conversation, from its first request to what ends it. Model and tools share it. */
export interface LeadSession {
  readonly hands: LeadHands;
  readonly conversation: Conversation;
  readonly signal: AbortSignal;
  readonly order: TurnOrder;
  /** Arguments that were no JSON, by call. */
  readonly unreadable: Map<string, string>;
  /** Calls that are being performed. */
  readonly inFlight: Set<Promise<unknown>>;
  /** How many calls the run's limit leaves to this turn. */
  callsLeft: number;
  /** Why the conversation ends here; the model is not asked again. Null while it goes on. */
  ending: unknown;
}

/** A stretch at its beginning: nothing is under way, and no call is left until the model has answered. */
export const openSession = (hands: LeadHands, conversation: Conversation, signal: AbortSignal): LeadSession => ({
  hands,
  conversation,
  signal,
  order: createTurnOrder(),
  unreadable: new Map(),
  inFlight: new Set(),
  callsLeft: 0,
  ending: null,
});

/** Thrown inside the SDK's loop: a fresh lead goes on from the stored state. */
export class HandsOver extends Error {
  override readonly name = 'HandsOver';
}

/** Thrown inside the SDK's loop: an answer without words and calls, on which the SDK would spin. */
export class SaysNothing extends Error {
  override readonly name = 'SaysNothing';
}
