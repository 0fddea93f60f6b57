import { z } from 'zod';
import { addUsage, NO_USAGE, type Usage, usageFromParts } from '../../../domain/usage/usage.ts';
import type { WorkerEvent } from '../../../ports/worker.ts';
import { oneLine } from '../excerpt.ts';
import { readJsonLine, readJsonLog } from '../json-lines.ts';
import type { RunReading } from '../judge-run.ts';

/** The lines of `opencode run --format json` that matter here; all others are passed over. */
const tokensSchema = z.object({
  input: z.number().default(0),
  output: z.number().default(0),
  reasoning: z.number().default(0),
  cache: z.object({ read: z.number().default(0), write: z.number().default(0) }).default({ read: 0, write: 0 }),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), part: z.object({ text: z.string() }) }),
  z.object({
    type: z.literal('tool_use'),
    part: z.object({
      tool: z.string(),
      state: z.object({ title: z.string().nullish(), input: z.record(z.string(), z.unknown()).default({}) }),
    }),
  }),
  z.object({
    type: z.literal('step_finish'),
    part: z.object({ reason: z.string(), tokens: tokensSchema, cost: z.number().nullish() }),
  }),
  z.object({
    type: z.literal('error'),
    error: z.object({
      name: z.string().default('error'),
      data: z.object({ message: z.string().nullish(), statusCode: z.number().nullish() }).default({}),
    }),
  }),
]);

type OpencodeEvent = z.infer<typeof eventSchema>;
type Step = Extract<OpencodeEvent, { type: 'step_finish' }>['part'];
type Failure = Extract<OpencodeEvent, { type: 'error' }>['error'];

/** One line as something a worker was seen doing. */
export function readOpencodeEvent(line: string): WorkerEvent | null {
  const event = parse(readJsonLine(line));
  switch (event?.type) {
    case 'text':
      return { kind: 'message', text: oneLine(event.part.text), usage: null };
    case 'tool_use':
      return readTool(event.part.tool, event.part.state.input, event.part.state.title ?? '');
    case 'step_finish': {
      const usage = toUsage(event.part);
      return { kind: 'usage', text: `${usage.inputTokens} tokens in, ${usage.outputTokens} out`, usage };
    }
    case 'error':
      return { kind: 'error', text: oneLine(wordsOf(event.error)), usage: null };
    default:
      return null;
  }
}

/** The whole log. Every step reports its own tokens; the last one's reason says whether the agent had finished. */
export function readOpencodeLog(log: string): RunReading {
  const { events, plain } = readJsonLog(log);
  let usage = NO_USAGE;
  let completed = false;
  let lastMessage: string | null = null;
  let failure: Failure | null = null;
  for (const event of events.map(parse)) {
    if (event?.type === 'text') lastMessage = event.part.text;
    else if (event?.type === 'error') failure = event.error;
    else if (event?.type === 'step_finish') {
      usage = addUsage(usage, toUsage(event.part));
      completed = event.part.reason === 'stop';
      failure = null;
    }
  }
  return {
    completed,
    lastMessage,
    error: failure && wordsOf(failure),
    status: failure?.data.statusCode ?? null,
    plain,
    usage,
  };
}

const parse = (value: unknown): OpencodeEvent | null => eventSchema.safeParse(value).data ?? null;

const EDIT_TOOLS: ReadonlySet<string> = new Set(['edit', 'write', 'patch', 'multiedit']);

const readTool = (tool: string, input: Readonly<Record<string, unknown>>, title: string): WorkerEvent => {
  if (tool === 'bash') return { kind: 'command', text: oneLine(String(input.command ?? title)), usage: null };
  return { kind: EDIT_TOOLS.has(tool) ? 'edit' : 'other', text: oneLine(`${tool} ${title}`), usage: null };
};

const wordsOf = (failure: Failure): string => failure.data.message || failure.name;

/** opencode counts cached input and reasoning apart from the rest; `Usage` counts them in. Cost 0 means no known price. */
const toUsage = ({ tokens, cost }: Step): Usage => ({
  ...usageFromParts({
    input: tokens.input,
    cacheRead: tokens.cache.read,
    cacheCreation: tokens.cache.write,
    output: tokens.output + tokens.reasoning,
  }),
  costUsd: cost || null,
});
