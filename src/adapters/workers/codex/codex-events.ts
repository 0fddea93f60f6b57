import { z } from 'zod';
import { addUsage, NO_USAGE, type Usage } from '../../../domain/usage/usage.ts';
import type { WorkerEvent } from '../../../ports/worker.ts';
import { oneLine } from '../excerpt.ts';
import { readJsonLine, readJsonLog } from '../json-lines.ts';
import type { RunReading } from '../judge-run.ts';

/** The lines of `codex exec --json` that matter here; all others are passed over. */
const usageSchema = z.object({
  input_tokens: z.number().default(0),
  cached_input_tokens: z.number().default(0),
  output_tokens: z.number().default(0),
});

const itemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('agent_message'), text: z.string() }),
  z.object({
    type: z.literal('command_execution'),
    command: z.string(),
    exit_code: z.number().nullish(),
  }),
  z.object({
    type: z.literal('file_change'),
    changes: z.array(z.object({ path: z.string(), kind: z.string() })),
  }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thread.started'), thread_id: z.string() }),
  z.object({ type: z.literal('item.started'), item: itemSchema }),
  z.object({ type: z.literal('item.completed'), item: itemSchema }),
  z.object({ type: z.literal('turn.completed'), usage: usageSchema }),
  z.object({ type: z.literal('turn.failed'), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

type CodexEvent = z.infer<typeof eventSchema>;
type CodexItem = z.infer<typeof itemSchema>;

/** One line as something a worker was seen doing. */
export function readCodexEvent(line: string): WorkerEvent | null {
  const event = parse(readJsonLine(line));
  switch (event?.type) {
    case 'item.started':
      return event.item.type === 'command_execution' ? seen('command', unwrapShell(event.item.command)) : null;
    case 'item.completed':
      return readItem(event.item);
    case 'turn.completed': {
      const usage = toUsage(event.usage);
      return { ...seen('usage', `${usage.inputTokens} tokens in, ${usage.outputTokens} out`), usage };
    }
    case 'turn.failed':
      return seen('error', event.error.message);
    case 'error':
      return seen('error', event.message);
    default:
      return null;
  }
}

/**
 * The whole log. Errors before the last `turn.completed` were survived ("Reconnecting..."), and usage counts up within
 * a thread, so that only each thread's last figure is added.
 */
export function readCodexLog(log: string): RunReading {
  const { events, plain } = readJsonLog(log);
  const usages = new Map<string, Usage>();
  let thread = '';
  let completed = false;
  let error: string | null = null;
  let lastMessage: string | null = null;
  for (const event of events.map(parse)) {
    if (event?.type === 'thread.started') thread = event.thread_id;
    else if (event?.type === 'item.completed' && event.item.type === 'agent_message') lastMessage = event.item.text;
    else if (event?.type === 'turn.completed') {
      usages.set(thread, toUsage(event.usage));
      completed = true;
      error = null;
    } else if (event?.type === 'turn.failed') {
      completed = false;
      error = event.error.message;
    } else if (event?.type === 'error' && !completed) error = event.message;
  }
  return { completed, lastMessage, error, plain, usage: sum(usages.values()) };
}

const parse = (value: unknown): CodexEvent | null => eventSchema.safeParse(value).data ?? null;

const seen = (kind: WorkerEvent['kind'], text: string): WorkerEvent => ({ kind, text: oneLine(text), usage: null });

const readItem = (item: CodexItem): WorkerEvent | null => {
  switch (item.type) {
    case 'agent_message':
      return seen('message', item.text);
    case 'command_execution':
      return seen('command', `${unwrapShell(item.command)} (exit code ${item.exit_code ?? 'unknown'})`);
    case 'file_change':
      return seen('edit', item.changes.map((change) => `${change.kind} ${change.path}`).join(', '));
    case 'error':
      return seen('error', item.message);
  }
};

/** Codex shows `/bin/bash -lc 'npm test'` where a person wants to read `npm test`. */
const unwrapShell = (command: string): string =>
  /^\S*sh -l?c '(.*)'$/s.exec(command)?.[1]?.replaceAll(`'\\''`, "'") ?? command;

const toUsage = (usage: z.infer<typeof usageSchema>): Usage => ({
  inputTokens: usage.input_tokens,
  cachedTokens: usage.cached_input_tokens,
  outputTokens: usage.output_tokens,
  costUsd: null,
});

const sum = (usages: Iterable<Usage>): Usage => {
  let total = NO_USAGE;
  for (const usage of usages) total = addUsage(total, usage);
  return total;
};
