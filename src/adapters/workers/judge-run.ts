import type { Usage } from '../../domain/usage/usage.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { WorkerConclusion, WorkerFailure } from '../../ports/worker.ts';
import { classifyFailure } from './classify-failure.ts';
import { excerpt, lastLines } from './excerpt.ts';
import { readRetryHint } from './retry-hint.ts';

/** What an adapter found in a run's log. */
export interface RunReading {
  /** The CLI itself said that the work came to its end. */
  readonly completed: boolean;
  /** The agent's last message; null when it said nothing. */
  readonly lastMessage: string | null;
  /** What the CLI gave as the reason of a failure; null when it gave none. */
  readonly error: string | null;
  /** The HTTP status behind it, where the CLI tells it apart from the text. */
  readonly status?: number | null;
  /** What was printed besides events: crashes and usage errors. */
  readonly plain: string;
  readonly usage: Usage;
}

/**
 * Success needs both: exit code 0 and the CLI's word that it completed (INV-13). Whether anything was done is for the
 * application to see in the worktree.
 */
export function judgeRun(end: ProcessEnd, reading: RunReading): WorkerConclusion {
  const { usage } = reading;
  const cutOff = describeCutOff(end);
  if (end.reason === 'spawn-failed') return stopped('unavailable', cutOff ?? '', usage);
  if (cutOff) return stopped('task', [cutOff, reading.lastMessage ?? ''].join('\n'), usage);
  if (end.exitCode === 0 && reading.completed && reading.error === null) {
    const message = reading.lastMessage ?? 'The worker ended without a message.';
    const summary = excerpt(message);
    return { outcome: 'succeeded', summary, usage, ...(summary === message.trim() ? {} : { message }) };
  }
  const words = reading.error ?? lastLines(reading.plain, 10);
  if (words.trim() === '') {
    return stopped('task', `The worker ended ${describeExit(end)} without completing and gave no reason.`, usage);
  }
  return stopped(classifyFailure(words, reading.status ?? null), words, usage);
}

/** What only a person can mend is `blocked`; the rest may be tried again. */
const stopped = (failure: WorkerFailure, words: string, usage: Usage): WorkerConclusion => ({
  outcome: failure === 'task' || failure === 'transient' ? 'failed' : 'blocked',
  failure,
  summary: excerpt(words),
  usage,
  retryAfterMs: failure === 'transient' ? readRetryHint(words, Date.now()) : null,
});

export const describeExit = (end: ProcessEnd): string =>
  end.exitCode === null ? `by ${end.signal ?? 'a signal'}` : `with exit code ${end.exitCode}`;

/** Why the harness ended the run, or null when it ended by itself. */
const describeCutOff = (end: ProcessEnd): string | null => {
  const seconds = Math.round(end.durationMs / 1000);
  switch (end.reason) {
    case 'exited':
      return null;
    case 'deadline':
      return `The worker was ended at its deadline, after ${seconds} s.`;
    case 'silent':
      return `The worker was ended after ${seconds} s: it had neither printed anything nor changed its worktree for too long.`;
    case 'aborted':
      return `The worker was ended after ${seconds} s because its run or job was stopped.`;
    case 'output-limit':
      return `The worker was ended after ${seconds} s: it printed more than its log may hold.`;
    case 'spawn-failed':
      return `The worker could not be started: ${end.error ?? 'unknown reason'}`;
    case 'lost':
      return `The worker was lost: ${end.error ?? 'unknown reason'}`;
  }
};
