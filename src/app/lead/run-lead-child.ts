import type { ProcessEnd } from '../../ports/processes.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import { markerOf } from '../home/marker.ts';
import type { RunScope } from '../run-scope.ts';
import type { WorktreeView } from '../worktrees/list-worktrees.ts';
import type { CommandOrder } from './command-order.ts';

/** What became of one command of the lead. */
export interface CommandOutcome {
  readonly exitCode: number | null;
  /** Bounded for the model: beginning and end. */
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly durationMs: number;
  /** Bytes that the command really printed. */
  readonly outputBytes: number;
}

export interface LeadChild {
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface LeadChildRun {
  readonly outcome: CommandOutcome;
  readonly end: ProcessEnd;
  /** Absolute path of the file with all that it printed on stdout. */
  readonly stdoutFile: string;
}

/** Runs a child process for the lead in one worktree (INV-8): journaled before it starts, its output in files, bounded for the model. */
export const runLeadChild = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  worktree: WorktreeView,
  { argv, env, timeoutMs }: LeadChild,
): Promise<LeadChildRun> => {
  const { limits, layout } = app.settings;
  await journalStart(app, scope, order, worktree);
  const name = `command-${app.ids.unique()}`;
  const stdoutFile = `${layout.home}/runs/${scope.run}/${name}.out`;
  const stderrFile = `${layout.home}/runs/${scope.run}/${name}.err`;
  const end = await app.processes.run({
    argv,
    env,
    cwd: worktree.path,
    stdoutFile,
    stderrFile,
    marker: markerOf(app, scope.run, name),
    deadlineMs: timeoutMs,
    graceMs: limits.killGraceMs,
    maxOutputBytes: limits.processOutputBytes,
    silenceMs: null,
    signal: scope.signal,
  });
  const [stdout, stderr] = await Promise.all([
    bounded(app, stdoutFile, end.stdoutBytes),
    bounded(app, stderrFile, end.stderrBytes),
  ]);
  const why = end.reason === 'exited' && end.signal === null ? '' : `${describeEnd(end, timeoutMs)}\n`;
  const outcome: CommandOutcome = {
    exitCode: end.exitCode,
    stdout: app.redact(stdout.text),
    stderr: app.redact(stderr.text + why),
    truncated: stdout.truncated || stderr.truncated,
    durationMs: end.durationMs,
    outputBytes: end.stdoutBytes + end.stderrBytes,
  };
  return { outcome, end, stdoutFile };
};

/** Beginning and end of an output, so that one call cannot fill the lead's context. */
const bounded = async (app: App, path: string, bytes: number): Promise<{ text: string; truncated: boolean }> => {
  const most = app.settings.limits.toolOutputChars;
  if (bytes <= most) return { text: await app.files.head(path, most), truncated: false };
  const [head, tail] = await Promise.all([app.files.head(path, most / 2), app.files.tail(path, most / 2)]);
  return { text: `${head}\n… ${bytes - most} bytes left out …\n${tail}`, truncated: true };
};

/** What the worktree looked like before, so that a crash can be told to the lead with both (interface: `interrupted`). */
const journalStart = async (app: App, scope: RunScope, order: CommandOrder, worktree: WorktreeView): Promise<void> =>
  app.store.commit([
    {
      type: 'append-journal',
      entry: {
        run: scope.run,
        task: worktree.task,
        type: 'command-started',
        data: { call: order.call, worktree: worktree.worktree, head: worktree.head, dirty: worktree.dirty },
        at: app.clock.now(),
      },
    },
  ]);
