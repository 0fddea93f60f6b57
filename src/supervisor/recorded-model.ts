import type { AgentInputItem, AgentOutputItem, Model, ModelRequest, ModelResponse } from '@openai/agents';
import { loadRun } from '../app/runs/save-run.ts';
import type { Run } from '../domain/run.ts';
import { costOf } from '../domain/usage/prices.ts';
import { addUsage, type Usage } from '../domain/usage/usage.ts';
import { asSpoken, distinctId } from './call-ids.ts';
import { isCall, isResult, textOf } from './conversation.ts';
import { HandsOver, type LeadSession, SaysNothing } from './lead-session.ts';
import { assertWithinLimits } from './limits.ts';
import { findTool } from './tool-registry.ts';

/**
 * A model whose answers are stored before their calls are performed (INV-7): what a crash cuts off is known by its missing
 * result. Before each request it looks whether the conversation may go on at all.
 */
export const recordedModel = (model: Model, session: LeadSession): Model => {
  let contextTokens = 0;
  const ask = async (request: ModelRequest): Promise<ModelResponse> => {
    const items = typeof request.input === 'string' ? [] : request.input;
    if (session.ending !== null) throw session.ending;
    await keepAnswers(session, items);
    await assertGoesOn(session, contextTokens);
    const response = await model.getResponse({ ...request, input: items.map(asSpoken) });
    contextTokens = response.usage.inputTokens;
    return { ...response, output: await accept(session, response) };
  };
  return {
    getResponse: async (request) => {
      try {
        return await ask(request);
      } catch (error) {
        session.ending ??= error;
        throw error;
      }
    },
    getStreamedResponse: (request) => model.getStreamedResponse(request),
  };
};

/** Calls of tools that do not exist are answered by the SDK: what it said is stored like every other answer. */
const keepAnswers = async ({ conversation }: LeadSession, items: readonly AgentInputItem[]): Promise<void> => {
  for (const { callId } of conversation.unanswered()) {
    const result = items.find((item) => isResult(item) && item.callId === callId);
    if (result !== undefined) await conversation.append([result]);
  }
};

const assertGoesOn = async ({ hands, conversation }: LeadSession, contextTokens: number): Promise<void> => {
  const { app, scope } = hands;
  await assertWithinLimits(app, await loadRun(app, scope.run));
  const { handover } = app.settings;
  const turns = conversation.turns();
  if (turns > 0 && (turns >= handover.turns || contextTokens > handover.contextTokens)) throw new HandsOver();
};

/** Stores an answer, with what it cost, before anything follows from it. */
const accept = async (session: LeadSession, response: ModelResponse): Promise<AgentOutputItem[]> => {
  const { hands, conversation } = session;
  const { app } = hands;
  const output = identify(session, response.output);
  const calls = output.filter(isCall);
  const text = textOf(output);
  const silent = calls.length === 0 && text === '';
  const limit = app.settings.limits.toolCalls;

  const spent = usageOf(app.settings.model, response);
  const used = (run: Run): Partial<Run> => ({
    usage: addUsage(run.usage, spent),
    turns: run.turns + 1,
    toolCalls: Math.min(run.toolCalls + calls.length, Math.max(limit, run.toolCalls)),
  });
  const before = await loadRun(app, hands.scope.run);
  session.callsLeft = limit - before.toolCalls;
  const run = await conversation.accept(silent ? [] : output, used);
  app.progress.emit({ type: 'lead-turn', turn: run.turns, usage: spent });
  if (silent) throw new SaysNothing();
  if (calls.length > 0 && text !== '') app.progress.emit({ type: 'lead-said', text: app.redact(text) });
  session.order.announce(calls.filter(({ name }) => findTool(name) !== null).map(({ callId }) => callId));
  return output;
};

/** Gives every call an id of its own; arguments that are no JSON object are put aside, for some services refuse to hear them again. */
const identify = (session: LeadSession, output: readonly AgentOutputItem[]): AgentOutputItem[] => {
  let number = session.conversation.calls();
  return output.map((item) => {
    if (!isCall(item)) return withoutRefusal(item);
    const callId = distinctId(item.callId ?? '', number++);
    if (isJsonObject(item.arguments)) return { ...item, callId };
    session.unreadable.set(callId, item.arguments ?? '');
    return { ...item, callId, arguments: '{}' };
  });
};

/** A refusal is the model's last word like any other; the SDK would throw it. */
const withoutRefusal = (item: AgentOutputItem): AgentOutputItem => {
  if (!('role' in item) || item.role !== 'assistant') return item;
  return {
    ...item,
    content: item.content.map((part) => (part.type === 'refusal' ? { type: 'output_text', text: part.refusal } : part)),
  };
};

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

const usageOf = (model: { name: string; baseUrl: string | null }, { usage }: ModelResponse): Usage => {
  const details = usage.inputTokensDetails.reduce((sum, detail) => sum + (detail.cached_tokens ?? 0), 0);
  const tokens = { inputTokens: usage.inputTokens, cachedTokens: details, outputTokens: usage.outputTokens };
  return { ...tokens, costUsd: costOf(model, tokens), model: model.name };
};
