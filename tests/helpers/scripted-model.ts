import { type AgentInputItem, type AgentOutputItem, type Model, type ModelRequest, Usage } from '@openai/agents';
import { onTestFinished } from 'vitest';

/** A call that the scripted model makes; its id is `c<turn>.<index>` unless it says another. */
export interface ModelCall {
  readonly tool: string;
  /** A string is sent as it is, JSON or not. */
  readonly input?: Readonly<Record<string, unknown>> | string;
  readonly id?: string;
}

/** One answer: words, calls, both or neither; a function makes it of what the model was told. */
export type ModelStep =
  | { readonly say?: string; readonly calls?: readonly ModelCall[]; readonly inputTokens?: number }
  | ((heard: Heard) => ModelStep | Promise<ModelStep>);

/** What a request tells the model. */
export interface Heard {
  readonly instructions: string;
  readonly items: readonly AgentInputItem[];
  /** Parsed answers of tools, oldest first. */
  readonly answers: readonly Readonly<Record<string, unknown>>[];
  readonly signal: AbortSignal | undefined;
}

export interface ScriptedModel extends Model {
  /** What each request told, oldest first. */
  readonly heard: readonly Heard[];
}

/** A model in this process that says what a script tells it. A step too many or too few fails the test. */
export const createScriptedModel = (steps: readonly ModelStep[]): ScriptedModel => {
  const heard: Heard[] = [];
  const unexpected: number[] = [];
  onTestFinished(() => {
    if (unexpected.length > 0)
      throw new Error(`the model was asked ${unexpected.length} times more than the script has steps`);
    if (heard.length < steps.length)
      throw new Error(`${steps.length - heard.length} of ${steps.length} steps were not used`);
  });
  const model = createDecidingModel((told, turn) => {
    heard.push(told);
    const step = steps[turn];
    if (step !== undefined) return step;
    unexpected.push(turn);
    throw new Error(`the script has no step ${turn + 1}`);
  });
  return { ...model, heard };
};

/**
 * A model that decides by what it was told, however often it is asked.
 * @param decide `turn` counts the requests to this model from 0
 */
export const createDecidingModel = (decide: (told: Heard, turn: number) => ModelStep): Model => {
  let turn = 0;
  return {
    getResponse: async (request) => {
      const told = listen(request);
      const number = turn++;
      return respond(await settle(decide(told, number), told), number);
    },
    getStreamedResponse: () => {
      throw new Error('nothing streams here');
    },
  };
};

const settle = async (step: ModelStep, told: Heard): Promise<Exclude<ModelStep, (heard: Heard) => unknown>> => {
  if (typeof step !== 'function') return step;
  return settle(await step(told), told);
};

const listen = (request: ModelRequest): Heard => {
  const items = typeof request.input === 'string' ? [] : structuredClone(request.input);
  const answers = items.flatMap((item) =>
    item.type === 'function_call_result' ? [JSON.parse(textOfResult(item.output))] : [],
  );
  return { instructions: request.systemInstructions ?? '', items, answers, signal: request.signal };
};

const textOfResult = (output: unknown): string =>
  typeof output === 'object' && output !== null && 'text' in output ? String(output.text) : String(output);

const respond = (step: Exclude<ModelStep, (heard: Heard) => unknown>, turn: number) => {
  const { say, calls = [], inputTokens = 100 } = step;
  const output: AgentOutputItem[] = say === undefined ? [] : [message(say)];
  calls.forEach(({ tool, input = {}, id }, index) => {
    output.push({
      type: 'function_call',
      callId: id ?? `c${turn}.${index}`,
      name: tool,
      arguments: typeof input === 'string' ? input : JSON.stringify(input),
      status: 'completed',
    });
  });
  const usage = new Usage({
    requests: 1,
    inputTokens,
    outputTokens: 10,
    totalTokens: inputTokens + 10,
    inputTokensDetails: { cached_tokens: 40 },
  });
  return { usage, output, responseId: `r${turn}` };
};

const message = (text: string): AgentOutputItem => ({
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text }],
});
