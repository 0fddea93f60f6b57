import type { CommandJob, Iteration } from '../domain/command-job/command-job.ts';

/** What the last line of an output says. */
export type LastWord = Pick<Iteration, 'keyword' | 'blocker'>;

/** What follows from an iteration: another one, or the end. */
export type NextStep =
  | { readonly type: 'repeat' }
  | {
      readonly type: 'end';
      readonly status: 'succeeded' | 'failed' | 'blocked' | 'timed-out';
      readonly reason: string | null;
    };

/** How the command of an iteration ended, and the same in words. */
export interface CommandEnd {
  readonly how: 'exited' | 'timed-out' | 'not-started' | 'ended';
  readonly text: string;
}

/**
 * Looks for a keyword as the last line of an output, whole and exact; white space after it is nothing (KB-17, KB-18).
 * @param output stdout, or the end of it
 */
export const lastWord = (
  output: string,
  { completionKeyword, blockerKeyword }: Pick<CommandJob, 'completionKeyword' | 'blockerKeyword'>,
): LastWord => {
  const text = output.trimEnd();
  const start = text.lastIndexOf('\n') + 1;
  const line = text.slice(start);
  return {
    keyword: line === completionKeyword,
    blocker: line === blockerKeyword ? text.slice(0, start).trim() : null,
  };
};

/**
 * What becomes of a job after an iteration, which is the last one of `job.iterations` (KB-25). A blocker ends it at once; so does a
 * command that cannot even be started. Whatever did not end by itself with exit code 0 is no success.
 */
export const afterIteration = (
  job: Pick<CommandJob, 'iterations' | 'maxIterations' | 'completionKeyword' | 'blockerKeyword'>,
  end: CommandEnd,
): NextStep => {
  const last = job.iterations.at(-1);
  const { keyword = false, blocker = null, exitCode = null } = last ?? {};
  if (end.how === 'not-started') return { type: 'end', status: 'failed', reason: `the command ${end.text}` };
  if (blocker !== null) {
    const reason = blocker === '' ? `it said ${job.blockerKeyword} and no reason` : blocker;
    return { type: 'end', status: 'blocked', reason };
  }
  if (keyword && end.how === 'exited' && exitCode === 0) return { type: 'end', status: 'succeeded', reason: null };
  if (job.iterations.length < job.maxIterations) return { type: 'repeat' };
  const count = job.iterations.length === 1 ? '1 iteration' : `${job.iterations.length} iterations`;
  const said = keyword ? `said ${job.completionKeyword}` : `did not end with the line ${job.completionKeyword}`;
  return {
    type: 'end',
    status: end.how === 'timed-out' ? 'timed-out' : 'failed',
    reason: `not completed after ${count}: the last one ${said} (${end.text})`,
  };
};
