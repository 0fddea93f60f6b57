import { z } from 'zod';
import { NO_USAGE } from '../../../domain/usage/usage.ts';
import { lastUsage, usageOfResult } from '../../../domain/worker/result-usage.ts';
import type { WorkerEvent } from '../../../ports/worker.ts';
import { oneLine } from '../excerpt.ts';
import { readJsonLine, readJsonLog } from '../json-lines.ts';
import type { RunReading } from '../judge-run.ts';

/** The lines of `claude -p --output-format stream-json` that matter here; all others are passed over. */
const contentSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  input: z.record(z.string(), z.unknown()).optional(),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assistant'), message: z.object({ content: z.array(contentSchema) }) }),
  z.object({
    type: z.literal('system'),
    subtype: z.literal('api_retry'),
    error: z.string().default('error'),
    error_status: z.number().nullish(),
    retry_delay_ms: z.number().default(0),
  }),
  z.object({
    type: z.literal('result'),
    is_error: z.boolean().default(false),
    subtype: z.string(),
    result: z.string().nullish(),
    terminal_reason: z.string().nullish(),
    api_error_status: z.number().nullish(),
    permission_denials: z.array(z.looseObject({ tool_name: z.string().default('a tool') })).default([]),
    // Not judged here: figures that cannot be read are no reason to disbelieve the result.
    usage: z.unknown().optional(),
    modelUsage: z.unknown().optional(),
    model: z.unknown().optional(),
    total_cost_usd: z.unknown().optional(),
    cost_usd: z.unknown().optional(),
  }),
]);

type ClaudeEvent = z.infer<typeof eventSchema>;
type ClaudeResult = Extract<ClaudeEvent, { type: 'result' }>;
type ClaudeContent = z.infer<typeof contentSchema>;

/** One line as something a worker was seen doing. */
export function readClaudeEvent(line: string): WorkerEvent | null {
  const event = parse(readJsonLine(line));
  switch (event?.type) {
    case 'assistant':
      return event.message.content.map(readContent).find((seen) => seen !== null) ?? null;
    case 'system':
      return {
        kind: 'error',
        text: oneLine(`${event.error} ${event.error_status ?? ''}, next try in ${event.retry_delay_ms} ms`),
        usage: null,
      };
    case 'result': {
      const usage = usageOfResult(event);
      return { kind: 'usage', text: `${usage.inputTokens} tokens in, ${usage.outputTokens} out`, usage };
    }
    default:
      return null;
  }
}

/** The whole log. A failure may call itself `success` and still say `is_error`; a denied tool ends with exit code 0. */
export function readClaudeLog(log: string): RunReading {
  const { events, plain } = readJsonLog(log);
  const parsed = events.map(parse);
  const result = parsed.findLast((event) => event?.type === 'result') ?? null;
  if (!result) {
    const usage = lastUsage(log) ?? NO_USAGE;
    return { completed: false, lastMessage: lastText(parsed), error: null, plain, usage };
  }
  const failed = result.is_error || result.subtype !== 'success';
  return {
    completed: !failed,
    lastMessage: withDenials(result),
    error: failed ? result.result || `${result.subtype} (${result.terminal_reason ?? 'no reason given'})` : null,
    status: result.api_error_status ?? null,
    plain,
    usage: usageOfResult(result),
  };
}

const parse = (value: unknown): ClaudeEvent | null => eventSchema.safeParse(value).data ?? null;

const lastText = (events: readonly (ClaudeEvent | null)[]): string | null =>
  events
    .flatMap((event) => (event?.type === 'assistant' ? event.message.content : []))
    .findLast((content) => content.type === 'text')?.text ?? null;

/** What the agent was not allowed to do belongs in the summary: its own message often keeps quiet about it. */
const withDenials = (result: ClaudeResult): string => {
  const tools = [...new Set(result.permission_denials.map((denial) => denial.tool_name))];
  const denied = tools.length === 0 ? '' : `\n(Not permitted to the agent: ${tools.join(', ')}.)`;
  return `${result.result ?? ''}${denied}`;
};

const EDIT_TOOLS: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

const readContent = (content: ClaudeContent): WorkerEvent | null => {
  if (content.type === 'text')
    return content.text ? { kind: 'message', text: oneLine(content.text), usage: null } : null;
  if (content.type !== 'tool_use') return null;
  const name = content.name ?? 'tool';
  const input = content.input ?? {};
  if (name === 'Bash') return { kind: 'command', text: oneLine(String(input.command ?? '')), usage: null };
  const path = input.file_path ?? input.notebook_path ?? input.path ?? input.pattern;
  const text = oneLine(`${name.toLowerCase()} ${typeof path === 'string' ? path : ''}`);
  return { kind: EDIT_TOOLS.has(name) ? 'edit' : 'other', text, usage: null };
};
