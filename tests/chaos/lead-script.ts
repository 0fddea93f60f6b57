import type { ScriptedRequest, ScriptedTurn } from '../helpers/scripted-responses-server.ts';
import type { ScriptedCall } from '../helpers/scripted-wire.ts';

/** Slugs of the two tasks of the scene; each writes the file of its name. */
export const SLUGS = ['hello', 'bye'] as const;

/**
 * A tech lead that decides by what the conversation says and keeps nothing itself: it plans, looks, acts on what it saw, and
 * looks again. Calls that were cut off are no answers for it, so that it looks and calls again what is still wanted.
 * @param chained whether the second task depends on the first
 */
export const leadScript =
  (chained: boolean) =>
  ({ body }: Pick<ScriptedRequest, 'body'>): ScriptedTurn => {
    const heard = readCalls(body);
    if (!heard.some(({ name, answer }) => name === 'record_plan' && Array.isArray(answer.tasks))) {
      return { calls: [plan(chained), ...SLUGS.map(enqueue), wait] };
    }
    const states = lastLook(heard);
    if (states === null) return { calls: [...SLUGS.map(look), log] };
    const open = SLUGS.filter((slug) => states[slug] !== 'merged');
    if (open.length === 0) return { text: 'Both tasks are merged.' };
    const isDone = (slug: string): boolean => ['ready', 'running'].includes(String(states[slug]));
    const merges = open.filter(isDone).map(merge);
    const orders = open.filter((slug) => !isDone(slug)).map(enqueue);
    return { calls: [...merges, ...orders, ...(open.every((slug) => states[slug] === 'ready') ? [] : [wait])] };
  };

/** One call of the conversation with its answer, `{}` while it has none. */
export interface HeardCall {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
  /** Answers that the request holds for it: exactly one is right. */
  readonly answers: number;
  /** False when somebody spoke after it. */
  readonly isLast: boolean;
}

interface WireItem {
  readonly type?: string;
  readonly role?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly output?: string;
}

/** All calls that a request to the Responses API holds, oldest first. */
export const readCalls = (body: ScriptedRequest['body']): readonly HeardCall[] => {
  const items = body.input as readonly WireItem[];
  const lastWord = items.findLastIndex(({ role }) => role === 'user');
  const lastCall = items.findLast(({ type }) => type === 'function_call')?.call_id;
  return items.flatMap((item, index) => {
    if (item.type !== 'function_call') return [];
    const outputs = items.filter(({ type, call_id }) => type === 'function_call_output' && call_id === item.call_id);
    return {
      id: item.call_id ?? '',
      name: item.name ?? '',
      input: JSON.parse(item.arguments ?? '{}'),
      answer: JSON.parse(outputs[0]?.output ?? '{}'),
      answers: outputs.length,
      isLast: index > lastWord && turnOf(item.call_id) === turnOf(lastCall),
    };
  });
};

const turnOf = (callId: string | undefined): string => callId?.split('_')[1] ?? '';

/** The tasks' states, if the last turn looked at all of them and nothing has happened since. */
const lastLook = (heard: readonly HeardCall[]): Readonly<Record<string, unknown>> | null => {
  const states = heard
    .filter(({ isLast, name, answer }) => isLast && name === 'read_verdict' && answer.status !== undefined)
    .map(({ input, answer }) => [String(input.task), answer.status] as const);
  return states.length === SLUGS.length ? Object.fromEntries(states) : null;
};

const plan = (chained: boolean): ScriptedCall => ({
  name: 'record_plan',
  input: {
    summary: 'One file each.',
    tasks: SLUGS.map((slug, index) => ({
      slug,
      title: `Write ${slug}`,
      prompt: `WRITE ${slug}.txt ${slug}\n`,
      kind: 'feature',
      depends_on: chained ? SLUGS.slice(0, index) : [],
    })),
  },
});
const enqueue = (task: string): ScriptedCall => ({
  name: 'enqueue_role_agent',
  input: { task, role: 'developer', instructions: '' },
});
const look = (task: string): ScriptedCall => ({ name: 'read_verdict', input: { task } });
const merge = (task: string): ScriptedCall => ({ name: 'merge_locally', input: { task } });
const log: ScriptedCall = { name: 'run_repo_command', input: { worktree: 'main', command: 'git log --oneline -5' } };
const wait: ScriptedCall = { name: 'wait_for_jobs', input: { timeout_seconds: 10 } };
