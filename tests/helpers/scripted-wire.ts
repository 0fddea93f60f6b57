/** A tool call that the scripted model makes. A string as `input` makes it a custom (free-form) tool call. */
export interface ScriptedCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>> | string;
}

export type WireName = 'responses' | 'chat_completions' | 'messages';

/** What a request says about the conversation so far. */
export interface Conversation {
  readonly turn: number;
  /** All text that people and the system said, in order. */
  readonly prompts: readonly string[];
  /** What tools answered, in order. */
  readonly results: readonly string[];
}

export interface WireAnswer {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
}

export interface WireUsage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** How one API spells an answer: as server-sent events and as one document. */
export interface Wire {
  readonly name: WireName;
  readonly path: string;
  stream(answer: WireAnswer, turn: number, usage: WireUsage): readonly string[];
  whole(answer: WireAnswer, turn: number, usage: WireUsage): unknown;
}

/**
 * Reads the turn from the history alone: call ids carry the turn that made them, and every answer without a call after
 * the last of these counts one more.
 */
export function readConversation(wire: WireName, body: Readonly<Record<string, unknown>>): Conversation {
  const items = asItems(wire === 'responses' ? body.input : body.messages).flatMap(flatten);
  const prompts = [textOf(body.instructions), textOf(body.system)].filter((text) => text !== '');
  const results: string[] = [];
  let turn = 0;
  for (const item of items) {
    if (item.kind === 'prompt') prompts.push(item.text);
    else if (item.kind === 'result') results.push(item.text);
    else if (item.kind === 'call') turn = item.turn + 1;
    else turn += 1;
  }
  return { turn, prompts, results };
}

type Item = Readonly<Record<string, unknown>>;
type Entry =
  | { readonly kind: 'prompt' | 'result' | 'answer'; readonly text: string }
  | { readonly kind: 'call'; readonly turn: number };

const asItems = (value: unknown): Item[] =>
  typeof value === 'string' ? [{ role: 'user', content: value }] : Array.isArray(value) ? (value as Item[]) : [];

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return (value as Item[]).map((part) => textOf(part.text ?? part.output ?? part.content)).join('');
};

/** One entry for each thing an item of any of the three APIs says. */
const flatten = (item: Item): Entry[] => {
  const calls = [...asItems(item.tool_calls), ...asItems(item.content).filter((part) => part.type === 'tool_use')];
  const results = asItems(item.content).filter((part) => part.type === 'tool_result');
  if (results.length > 0) return results.map((part) => ({ kind: 'result', text: textOf(part.content) }));
  if (item.role === 'tool') return [{ kind: 'result', text: textOf(item.content) }];
  if (String(item.type).endsWith('_call_output')) return [{ kind: 'result', text: textOf(item.output) }];
  if (String(item.type).endsWith('_call')) return [{ kind: 'call', turn: turnOf(item.call_id) }];
  if (calls.length > 0) return calls.map((call) => ({ kind: 'call', turn: turnOf(call.id) }));
  if (item.role === 'assistant') return [{ kind: 'answer', text: textOf(item.content) }];
  return item.role === undefined ? [] : [{ kind: 'prompt', text: textOf(item.content) }];
};

const callId = (turn: number, index: number): string => `call_t${turn}_${index}`;
const turnOf = (id: unknown): number => Number(/^call_t(\d+)_/.exec(String(id))?.[1] ?? 0);

const event = (data: unknown, name?: string): string =>
  `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
const inputOf = (call: ScriptedCall): string =>
  typeof call.input === 'string' ? call.input : JSON.stringify(call.input);

const responsesOutput = (answer: WireAnswer, turn: number): unknown[] => [
  ...(answer.text === undefined
    ? []
    : [
        {
          type: 'message',
          id: `msg_t${turn}`,
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: answer.text, annotations: [] }],
        },
      ]),
  ...(answer.calls ?? []).map((call, index) => ({
    ...(typeof call.input === 'string'
      ? { type: 'custom_tool_call', input: call.input }
      : { type: 'function_call', arguments: inputOf(call) }),
    id: `fc_t${turn}_${index}`,
    call_id: callId(turn, index),
    name: call.name,
    status: 'completed',
  })),
];

const responses: Wire = {
  name: 'responses',
  path: '/v1/responses',
  whole: (answer, turn, usage) => ({
    id: `resp_t${turn}`,
    object: 'response',
    created_at: 0,
    model: 'scripted',
    status: 'completed',
    output: responsesOutput(answer, turn),
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  }),
  stream: (answer, turn, usage) => {
    const response = responses.whole(answer, turn, usage);
    const items = responsesOutput(answer, turn);
    const events: Item[] = [
      { type: 'response.created', response: { id: `resp_t${turn}` } },
      ...items.flatMap((item, index) => [
        { type: 'response.output_item.added', output_index: index, item },
        { type: 'response.output_item.done', output_index: index, item },
      ]),
      { type: 'response.completed', response },
    ];
    return events.map((data, index) => event({ ...data, sequence_number: index }, String(data.type)));
  },
};

const chatMessage = (answer: WireAnswer, turn: number) => ({
  role: 'assistant',
  content: answer.text ?? null,
  ...(answer.calls?.length
    ? {
        tool_calls: answer.calls.map((call, index) => ({
          index,
          id: callId(turn, index),
          type: 'function',
          function: { name: call.name, arguments: inputOf(call) },
        })),
      }
    : {}),
});

const chatUsage = (usage: WireUsage) => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cached },
});

const chatCompletions: Wire = {
  name: 'chat_completions',
  path: '/v1/chat/completions',
  whole: (answer, turn, usage) => ({
    id: `chat_t${turn}`,
    object: 'chat.completion',
    created: 0,
    model: 'scripted',
    choices: [
      { index: 0, message: chatMessage(answer, turn), finish_reason: answer.calls?.length ? 'tool_calls' : 'stop' },
    ],
    usage: chatUsage(usage),
  }),
  stream: (answer, turn, usage) => {
    const chunk = (choices: unknown[], rest: Item = {}) =>
      event({ id: `chat_t${turn}`, object: 'chat.completion.chunk', created: 0, model: 'scripted', choices, ...rest });
    return [
      chunk([{ index: 0, delta: chatMessage(answer, turn), finish_reason: null }]),
      chunk([{ index: 0, delta: {}, finish_reason: answer.calls?.length ? 'tool_calls' : 'stop' }]),
      chunk([], { usage: chatUsage(usage) }),
      'data: [DONE]\n\n',
    ];
  },
};

const messageBlocks = (answer: WireAnswer, turn: number): Item[] => [
  ...(answer.text === undefined ? [] : [{ type: 'text', text: answer.text }]),
  ...(answer.calls ?? []).map((call, index) => ({
    type: 'tool_use',
    id: callId(turn, index),
    name: call.name,
    input: call.input,
  })),
];

const messageUsage = (usage: WireUsage) => ({
  input_tokens: usage.input - usage.cached,
  cache_read_input_tokens: usage.cached,
  cache_creation_input_tokens: 0,
  output_tokens: usage.output,
});

const messages: Wire = {
  name: 'messages',
  path: '/v1/messages',
  whole: (answer, turn, usage) => ({
    id: `msg_t${turn}`,
    type: 'message',
    role: 'assistant',
    model: 'scripted',
    content: messageBlocks(answer, turn),
    stop_reason: answer.calls?.length ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: messageUsage(usage),
  }),
  stream: (answer, turn, usage) => {
    const whole = messages.whole(answer, turn, usage) as Item;
    const blocks = messageBlocks(answer, turn).flatMap((block, index) => [
      {
        type: 'content_block_start',
        index,
        content_block: block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} },
      },
      {
        type: 'content_block_delta',
        index,
        delta:
          block.type === 'text'
            ? { type: 'text_delta', text: block.text }
            : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
      },
      { type: 'content_block_stop', index },
    ]);
    const events: Item[] = [
      { type: 'message_start', message: { ...whole, content: [], stop_reason: null } },
      ...blocks,
      {
        type: 'message_delta',
        delta: { stop_reason: whole.stop_reason, stop_sequence: null },
        usage: messageUsage(usage),
      },
      { type: 'message_stop' },
    ];
    return events.map((data) => event(data, String(data.type)));
  },
};

export const WIRES: readonly Wire[] = [responses, chatCompletions, messages];
