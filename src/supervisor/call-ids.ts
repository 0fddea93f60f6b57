import type { AgentInputItem } from '@openai/agents';

/**
 * Services may use one call id twice, in one turn or in two. Inside, every call carries a number besides, so that an answer
 * belongs to one call; what is sent back to the model has its own ids again.
 */
const NUMBER = /#\d+$/;

/** @param number how many calls the conversation had before this one */
export const distinctId = (callId: string, number: number): string => `${callId}#${number}`;

/** An item as the model knows it. */
export const asSpoken = <Item extends AgentInputItem>(item: Item): Item =>
  'callId' in item && typeof item.callId === 'string' ? { ...item, callId: item.callId.replace(NUMBER, '') } : item;
