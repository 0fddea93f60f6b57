import { createHash } from 'node:crypto';
import type { Argv } from '../../domain/argv.ts';
import type { Baseline } from '../../domain/journal.ts';
import type { CheckRun } from '../../domain/verdict/verdict.ts';
import type { App } from '../app.ts';
import { distrustScratch, withScratch } from '../worktrees/scratch-worktree.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { runStep } from './run-step.ts';

type Needs = Pick<App, 'processes' | 'files' | 'ids' | 'settings' | 'redact' | 'git' | 'leases' | 'progress' | 'store'>;
export interface ChecksOrder {
  readonly run: string;
  /** Null for the baseline of main. */
  readonly task: string | null;
  readonly commit: string;
  readonly checks: readonly Argv[];
  /** What main itself says to the same checks; a check that fails there in the same way is marked `knownRed`. */
  readonly baseline: Baseline | null;
  readonly signal?: AbortSignal;
}

/**
 * Runs the checks on one commit in a scratch worktree (INV-3), all of them, so that a red one does not hide another.
 * Rejects with `infrastructure` when the set-up fails.
 */
export const runChecks = async (app: Needs, order: ChecksOrder): Promise<readonly CheckRun[]> =>
  withScratch(app, order.commit, async (scratch) => {
    const { name, path } = scratch;
    const signal = order.signal === undefined ? {} : { signal: order.signal };
    await setUpWorktree(app, { name, path, run: order.run, ...signal });
    const results: CheckRun[] = [];
    for (const argv of order.checks) {
      app.progress.emit({ type: 'checks-started', task: order.task, command: argv.join(' ') });
      const { check } = await runStep(app, {
        run: order.run,
        argv,
        cwd: path,
        purpose: 'check',
        timeoutMs: app.settings.limits.checkTimeoutMs,
        ...signal,
      });
      // A check that writes where the set-up's results are kept must not be green the next time because of it (INV-3).
      if (check.exitCode !== 0) await distrustScratch(app, scratch);
      order.signal?.throwIfAborted();
      results.push({ ...check, knownRed: isKnownRed(check, order.baseline) });
    }
    return results;
  });

/** Names a result of checks: the same checks on the same tree need not run twice. */
export const baselineKey = (tree: string, checks: readonly Argv[]): string =>
  createHash('sha256')
    .update(JSON.stringify([tree, checks]))
    .digest('hex');

const isKnownRed = (check: CheckRun, baseline: Baseline | null): boolean => {
  if (check.exitCode === 0 || check.exitCode === null) return false;
  const onMain = baseline?.checks.find((other) => other.command === check.command);
  if (onMain?.exitCode !== check.exitCode) return false;
  return comparable(check.output) === comparable(onMain.output);
};

/** What differs from run to run; counts are not among it, since one more failure shows in them alone. */
const PASSING_PARTS: readonly RegExp[] = [
  /\bduration\w*\W{1,3}\d+([.,]\d+)?/gi,
  /\b\d+([.,]\d+)?\s?(ns|µs|us|ms|s|secs?|seconds?|m|mins?|minutes?|h)\b/gi,
  /\b(\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:\d\d([.,]\d+)?/g,
  /(?<=\b(localhost|\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\]):)\d+\b/gi,
  /(?<=\b(port|pid)[ =:#]{1,2})\d+\b/gi,
  /(?<=\((node|pid):)\d+\b/g,
  /\b0x[\da-f]+\b/gi,
  /\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,64}\b/gi,
  /(?<=\/scratch-[\da-f]+-)\d+\b/g,
];

/** All lines of an output in one order, without what differs from run to run: tests may run side by side. */
const comparable = (output: string): string =>
  output
    .split('\n')
    .map((line) => PASSING_PARTS.reduce((text, part) => text.replaceAll(part, '#'), line).trim())
    .sort()
    .join('\n');
