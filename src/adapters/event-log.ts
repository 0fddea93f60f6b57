import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';
import type { Progress, ProgressEvent } from '../ports/progress.ts';

interface EventLogOptions {
  /** Absolute path; null writes nothing (a dry run and a look leave no trace). */
  readonly file: string | null;
  /** Appends in the order in which it is asked. */
  readonly files: Pick<Files, 'appendLine'>;
  /** Takes secrets out of every line. */
  readonly redact: (text: string) => string;
  readonly now: () => number;
}

/** What the orchestrator itself does, for programs that look for its faults. */
export interface EventLog {
  /** A progress that also writes what it is told. */
  watching(next: Progress): Progress;
  /** A log whose warnings and errors stand among the events too. */
  besides(next: Log): Log;
  flush(): Promise<void>;
}

type Facts = Readonly<Record<string, unknown>>;

/**
 * The events of all processes of a home as JSON lines, each with `time` (ISO 8601), `event`, `task` and `run` (null where it belongs to
 * none) and what else is known of it. Whole lines are one write; what a kill cut off is taken out before the next process writes.
 */
export const createEventLog = ({ file, files, redact, now }: EventLogOptions): EventLog => {
  let run: string | null = null;
  let mended: Promise<unknown> | null = null;
  let writing: Promise<unknown> | null = null;

  const record = (event: string, { task = null, ...facts }: Facts): void => {
    if (file === null) return;
    const line = redact(JSON.stringify({ time: new Date(now()).toISOString(), event, task, run, ...facts }));
    mended ??= dropTorn(file).catch(() => undefined);
    // What cannot be written must not end the run: what matters is in the database.
    writing = mended.then(() => files.appendLine(file, line)).catch(() => undefined);
  };

  return {
    watching: (next) => ({
      emit: (event) => {
        if (event.type === 'run-started' || event.type === 'plan-started') run = event.run.id;
        const facts = factsOf(event);
        if (facts !== null) record(event.type, facts);
        next.emit(event);
      },
    }),
    besides: (next) => ({
      ...next,
      warn: (facts, text) => {
        record('warning', { ...causeOf(facts), text });
        next.warn(facts, text);
      },
      error: (facts, text) => {
        record('error', { ...causeOf(facts), text });
        next.error(facts, text);
      },
    }),
    flush: async () => {
      await writing;
    },
  };
};

/** What is kept of an event; null for what is for the eye alone, or stands elsewhere at length. */
const factsOf = (event: ProgressEvent): Facts | null => {
  switch (event.type) {
    case 'job-activity':
    case 'lead-said':
      return null;
    case 'run-started':
      return { goal: event.run.goal, kind: event.run.kind, resumed: event.resumed };
    case 'plan-started':
      return { goal: event.run.goal, kind: event.run.kind, resumed: event.resumed, tasks: event.tasks };
    case 'plan-task': {
      const { id, status, attempt, reason, durationMs } = event;
      return { task: id, status, attempt, reason, durationMs };
    }
    case 'tool-called':
      return { tool: event.tool, durationMs: event.durationMs };
    case 'command-judged': {
      const { task, worktree, argv, decision, rule, reason, exitCode } = event.record;
      return { task, worktree, argv, decision, rule, reason, exitCode };
    }
    case 'question-asked': {
      const { id, task, text } = event.question;
      return { task, question: id, text };
    }
    case 'question-answered':
      return { task: event.task, question: event.question, by: event.by };
    default: {
      const { type: _, ...facts } = event;
      return facts;
    }
  }
};

const causeOf = (facts: object): Facts => {
  const { err, ...others } = { err: undefined, ...facts };
  return err === undefined ? others : { ...others, error: String(err) };
};

/** More than the longest line has. */
const TAIL_BYTES = 256 * 1024;

/** Above this a process that begins puts the log aside and starts a new one; the one before that is gone then. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Takes lines out of the end of a file that are no whole event: a process was killed while it wrote one. */
const dropTorn = async (file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { size: before } = await stat(file).catch(() => ({ size: 0 }));
  // Others open the file for each write, and so go on in the new one.
  if (before > MOST_BYTES) await rename(file, `${file}.1`);
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const start = from === 0 ? 0 : buffer.indexOf('\n') + 1;
    const tail = buffer.subarray(start).toString('utf8');
    const whole = tail.split('\n').filter(isEvent);
    const mended = whole.map((line) => `${line}\n`).join('');
    if (mended === tail) return;
    await handle.truncate(from + start);
    await handle.appendFile(mended);
  } finally {
    await handle.close();
  }
};

const isEvent = (line: string): boolean => {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null && 'event' in event;
  } catch {
    return false;
  }
};
