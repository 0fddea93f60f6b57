import type { AgentInputItem, AgentOutputItem } from '@openai/agents';
import type { App } from '../app/app.ts';
import { saveRun } from '../app/runs/save-run.ts';
import type { Run } from '../domain/run.ts';
import type { Change } from '../ports/store.ts';

export type FunctionCall = Extract<AgentInputItem, { type: 'function_call' }>;
type FunctionCallResult = Extract<AgentInputItem, { type: 'function_call_result' }>;

/** What one lead of a run has said and heard, kept item by item: what is appended is stored before anything follows from it. */
export interface Conversation {
  /** 1 for a run's first lead; each fresh one that takes over counts one more. */
  readonly lead: number;
  readonly items: readonly AgentInputItem[];
  /** Answers of the model so far. */
  turns(): number;
  /** Calls so far; the next one has this number. */
  calls(): number;
  /** Calls without a result, in order: a crash, a stop or a question came between. */
  unanswered(): readonly FunctionCall[];
  append(items: readonly AgentInputItem[]): Promise<void>;
  /** Stores an answer of the model and, in the same transaction, what it changes of the run; the run as saved. */
  accept(items: readonly AgentInputItem[], change: (run: Run) => Partial<Run>): Promise<Run>;
  /** Stores the result of a call; of a call that has one already, nothing. */
  answer(call: Pick<FunctionCall, 'callId' | 'name'>, text: string): Promise<void>;
}

/** Opens the conversation of one lead as far as it is stored. */
export const openConversation = async (app: Pick<App, 'store'>, run: string, lead: number): Promise<Conversation> => {
  // Written by `append` alone, from the SDK's own items.
  const items = (await app.store.leadItems.of(run, lead)).map((text) => JSON.parse(text) as AgentInputItem);
  const answered = new Set(items.filter(isResult).map(({ callId }) => callId));

  const toChange = (added: readonly AgentInputItem[]): Change => ({
    type: 'append-lead-items',
    run,
    lead,
    items: added.map((item) => JSON.stringify(item)),
  });
  const append: Conversation['append'] = async (added) => {
    await app.store.commit([toChange(added)]);
    items.push(...added);
    for (const item of added) if (isResult(item)) answered.add(item.callId);
  };

  return {
    lead,
    items,
    append,
    accept: async (added, change) => {
      const saved = await saveRun(app, run, change, [toChange(added)]);
      items.push(...added);
      return saved;
    },
    turns: () => items.filter((item, index) => isSaid(item) && !isSaid(items[index - 1])).length,
    calls: () => items.filter(isCall).length,
    unanswered: () => items.filter(isCall).filter(({ callId }) => !answered.has(callId)),
    answer: async (call, text) => {
      if (!answered.has(call.callId)) await append([resultOf(call, text)]);
    },
  };
};

export const personSays = (text: string): AgentInputItem => ({ role: 'user', content: text });

/** The text of an answer without calls; empty when it holds none. */
export const textOf = (items: readonly AgentInputItem[]): string =>
  items
    .flatMap((item) => (isMessage(item) ? item.content : []))
    .map((part) => {
      if (part.type === 'output_text') return part.text;
      return part.type === 'refusal' ? part.refusal : '';
    })
    .join('')
    .trim();

export const isCall = (item: AgentInputItem): item is FunctionCall => item.type === 'function_call';
export const isResult = (item: AgentInputItem): item is FunctionCallResult => item.type === 'function_call_result';

type Message = Extract<AgentOutputItem, { role: 'assistant' }>;
const isMessage = (item: AgentInputItem): item is Message => 'role' in item && item.role === 'assistant';

/** Said by the model, rather than heard by it. */
const isSaid = (item: AgentInputItem | undefined): boolean =>
  item !== undefined && !isResult(item) && !('role' in item && item.role !== 'assistant');

const resultOf = ({ callId, name }: Pick<FunctionCall, 'callId' | 'name'>, text: string): FunctionCallResult => ({
  type: 'function_call_result',
  callId,
  name,
  status: 'completed',
  output: { type: 'text', text },
});
