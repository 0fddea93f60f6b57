import { cautiousCodexArgv } from '../domain/codex-arguments.ts';
import type { App } from './app.ts';
import { checkEnvironment, workerEnvironment } from './child-environment.ts';
import type { CommandOrder } from './command-order.ts';
import { findTaskOfWorktree } from './find-task.ts';
import { integrate } from './integrate.ts';
import type { Judged } from './judge-command.ts';
import type { WorktreeView } from './list-worktrees.ts';
import { assertMainUnmoved, recordMain } from './main-watch.ts';
import { markerOf } from './marker.ts';
import { removeWorktree } from './remove-worktree.ts';
import type { RunScope } from './run-scope.ts';
import { describeEnd } from './run-step.ts';
import { tamperingSince } from './tampering-since.ts';
import { ensureTaskWorktree, ensureWorktree } from './task-worktree.ts';

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

/** Carries out an allowed command: most run as they are, some mean something that the harness does itself. */
export const performCommand = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  { judgement, worktree, looking }: Judged,
): Promise<CommandOutcome> => {
  if (worktree === null) throw new Error('a command without a worktree is never allowed');
  const { meaning } = judgement;
  switch (meaning.type) {
    case 'create-worktree': {
      const task = await findTaskOfWorktree(app, scope.run, meaning.worktree);
      const wanted = {
        worktree: meaning.worktree,
        branch: meaning.branch ?? `task/${meaning.worktree.slice('task-'.length)}`,
        base: meaning.base,
      };
      const made =
        task === null
          ? await ensureWorktree(app, scope.run, wanted)
          : await ensureTaskWorktree(app, task, meaning.base);
      return said(
        `${made.created ? 'Preparing worktree' : 'Worktree exists'} ${made.path} (${made.branch}), HEAD is now at ${made.head.slice(0, 12)}\n`,
      );
    }
    case 'remove-worktree': {
      const { removed, reason } = await removeWorktree(app, meaning.worktree);
      return removed ? said(`Removed ${meaning.worktree}\n`) : failed(`${meaning.worktree} is kept: ${reason}\n`);
    }
    case 'merge-task':
      return mergeTask(app, scope, meaning.branch);
    case 'run-agent':
      return app.leases.hold(worktree.worktree, 'command', () => runAgent(app, scope, order, worktree, judgement.argv));
    case 'run':
      return looking
        ? runArgv(app, scope, order, worktree, judgement.argv)
        : app.leases.hold(worktree.worktree, 'command', () => runArgv(app, scope, order, worktree, judgement.argv));
  }
};

const mergeTask = async (app: App, scope: RunScope, branch: string): Promise<CommandOutcome> => {
  const task = (await app.store.tasks.inRun(scope.run)).find((candidate) => candidate.branch === branch);
  if (task === undefined) return failed(`${branch} belongs to no task of this run: record a plan for it first.\n`);
  const { merged, commit, reason, conflicts, checks } = await integrate(app, scope, task.id);
  if (merged) return said(`Merge made by the harness: ${branch} is in main at ${commit ?? ''}\n`);
  const details = [
    ...conflicts.map((path) => `CONFLICT: ${path}`),
    ...checks.filter((check) => check.exitCode !== 0).map((check) => `$ ${check.command}\n${check.output}`),
  ];
  return failed([`Not merged: ${reason}`, ...details, ''].join('\n'));
};

/** A git command of the lead runs as deaf to planted code as the harness's own; everything else like a check. */
const runArgv = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  worktree: WorktreeView,
  argv: readonly string[],
): Promise<CommandOutcome> => {
  if (argv[0] !== 'git') return runChild(app, scope, order, worktree, { argv, env: checkEnvironment(app.settings) });
  scope.tampering.push(...(await app.sentinel.verify()));
  const fetches = argv[1] === 'fetch' || argv[1] === 'pull';
  const { env, config } = app.git.hardened(worktree.path, fetches ? 'fetch' : 'local');
  const closed: Readonly<Record<string, string>> = fetches ? {} : { GIT_ALLOW_PROTOCOL: 'none' };
  const pulls = worktree.worktree === 'main' && argv[1] === 'pull';
  if (pulls) await assertMainUnmoved(app, scope.run);
  const child = { argv: ['git', ...config, ...argv.slice(1)], env: { ...env, ...closed } };
  const outcome = await runChild(app, scope, order, worktree, child);
  if (pulls) await recordMain(app, scope.run);
  return outcome;
};

/** The lead calls a coding CLI itself: the same limits, environment and accounting as for a role agent. */
const runAgent = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  worktree: WorktreeView,
  argv: readonly string[],
): Promise<CommandOutcome> => {
  const child = { argv: cautiousCodexArgv(argv, worktree.path), env: workerEnvironment(app.settings, {}) };
  const known = scope.tampering.length;
  const outcome = await runChild(app, scope, order, worktree, child, app.settings.limits.workerTimeoutMs);
  const tampering = await tamperingSince(app, scope, known);
  await assertMainUnmoved(app, scope.run);
  if (tampering === null) return outcome;
  app.progress.emit({ type: 'notice', level: 'error', text: tampering });
  return { ...outcome, exitCode: 1, stderr: `${outcome.stderr}\n${tampering}\n` };
};

const runChild = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  worktree: WorktreeView,
  child: { argv: readonly string[]; env: Readonly<Record<string, string>> },
  timeoutMs = app.settings.limits.commandTimeoutMs,
): Promise<CommandOutcome> => {
  const { limits, layout } = app.settings;
  await journalStart(app, scope, order, worktree);
  const name = `command-${app.ids.unique()}`;
  const stdoutFile = `${layout.home}/runs/${scope.run}/${name}.out`;
  const stderrFile = `${layout.home}/runs/${scope.run}/${name}.err`;
  const end = await app.processes.run({
    ...child,
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
  return {
    exitCode: end.exitCode,
    stdout: app.redact(stdout.text),
    stderr: app.redact(stderr.text + why),
    truncated: stdout.truncated || stderr.truncated,
    durationMs: end.durationMs,
    outputBytes: end.stdoutBytes + end.stderrBytes,
  };
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

const said = (stdout: string): CommandOutcome => ({
  exitCode: 0,
  stdout,
  stderr: '',
  truncated: false,
  durationMs: 0,
  outputBytes: stdout.length,
});
const failed = (stderr: string): CommandOutcome => ({
  exitCode: 1,
  stdout: '',
  stderr,
  truncated: false,
  durationMs: 0,
  outputBytes: stderr.length,
});
