import { type AgentInputItem, type Model, Usage } from '@openai/agents';

/** What a script says in one turn: tool calls, or its last word. */
export type ScriptedTurn =
  | { readonly calls: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[] }
  | { readonly say: string };

/** Yields turns, and is handed the results of each turn's calls in their order, parsed from JSON. */
export type Script = Generator<ScriptedTurn, void, readonly unknown[]>;

/**
 * A model that follows a script, for the rehearsal and for tests: no service, no tokens. It stands exactly where a real one
 * would, so that everything around it is the real thing.
 */
export const scriptedModel = (script: Script): Model => {
  let lastCalls: readonly string[] = [];
  let turn = 0;
  const next = (input: string | readonly AgentInputItem[]) => {
    const results = lastCalls.map((callId) => resultOf(input, callId));
    const step = turn === 0 ? script.next() : script.next(results);
    turn += 1;
    if (step.done) throw new Error('the script is at its end, and the model was asked again');
    lastCalls = 'calls' in step.value ? step.value.calls.map((_, index) => `call-${turn}-${index + 1}`) : [];
    return 'calls' in step.value ? callItems(step.value.calls, lastCalls) : [messageItem(step.value.say)];
  };
  return {
    getResponse: async ({ input }) => ({ usage: new Usage(), output: next(input), responseId: `scripted-${turn}` }),
    // biome-ignore lint/correctness/useYield: the orchestrator never streams
    getStreamedResponse: async function* () {
      throw new Error('the scripted model does not stream');
    },
  };
};

const callItems = (
  calls: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[],
  ids: readonly string[],
) =>
  calls.map(({ name, input }, index) => ({
    type: 'function_call' as const,
    callId: ids[index] ?? '',
    name,
    arguments: JSON.stringify(input),
    status: 'completed' as const,
  }));

const messageItem = (text: string) => ({
  type: 'message' as const,
  role: 'assistant' as const,
  status: 'completed' as const,
  content: [{ type: 'output_text' as const, text }],
});

const resultOf = (input: string | readonly AgentInputItem[], callId: string): unknown => {
  if (typeof input === 'string') return null;
  const item = input.find((candidate) => candidate.type === 'function_call_result' && candidate.callId === callId);
  if (item?.type !== 'function_call_result') return null;
  const { output } = item;
  if (typeof output === 'string') return JSON.parse(output);
  return !Array.isArray(output) && output.type === 'text' ? JSON.parse(output.text) : null;
};
