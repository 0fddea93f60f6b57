import type { App } from '../app.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';
import { identityEnvironment } from '../jobs/commit-identity.ts';
import { integrate } from '../merge/integrate.ts';
import { keepOldHead } from '../merge/keep-old-head.ts';
import { followMain, recordPull } from '../merge/main-watch.ts';
import type { RunScope } from '../run-scope.ts';
import { findTaskOfWorktree } from '../tasks/find-task.ts';
import type { WorktreeView } from '../worktrees/list-worktrees.ts';
import { removeWorktree } from '../worktrees/remove-worktree.ts';
import { ensureTaskWorktree, ensureWorktree } from '../worktrees/task-worktree.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import type { CommandOrder } from './command-order.ts';
import type { Judged } from './judge-command.ts';
import { runLeadAgent } from './run-lead-agent.ts';
import { type CommandOutcome, type LeadChild, runLeadChild } from './run-lead-child.ts';

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
      return app.leases.hold(worktreePath(app, worktree.worktree), 'command', () =>
        runLeadAgent(app, scope, order, worktree, { argv: judgement.argv, cli: meaning.cli }),
      );
    case 'run':
      return looking
        ? runArgv(app, scope, order, worktree, judgement.argv)
        : app.leases.hold(worktreePath(app, worktree.worktree), 'command', () =>
            runArgv(app, scope, order, worktree, judgement.argv),
          );
  }
};

const mergeTask = async (app: App, scope: RunScope, branch: string): Promise<CommandOutcome> => {
  const task = (await app.store.tasks.inRun(scope.run)).find((candidate) => candidate.branch === branch);
  if (task === undefined) return failed(`${branch} belongs to no task of this run: record a plan for it first.\n`);
  const { merged, commit, reason, conflicts, checks } = await integrate(app, scope, task.id);
  if (merged) return said(`Merge made by the harness: ${branch} is in main at ${commit}\n`);
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
  const timeoutMs = app.settings.limits.commandTimeoutMs;
  const run = async (child: Omit<LeadChild, 'timeoutMs'>): Promise<CommandOutcome> =>
    (await runLeadChild(app, scope, order, worktree, { ...child, timeoutMs })).outcome;
  if (argv[0] !== 'git') return run({ argv, env: checkEnvironment(app.settings) });
  await app.sentinel.verify();
  if (worktree.worktree !== 'main') await straightenBranch(app, scope, worktree);
  const fetches = argv[1] === 'fetch' || argv[1] === 'pull';
  const { env, config } = app.git.hardened(worktree.path, fetches ? 'fetch' : 'local');
  const pulls = worktree.worktree === 'main' && argv[1] === 'pull';
  if (pulls) await followMain(app, scope.run);
  const outcome = await run({
    argv: ['git', ...config, ...argv.slice(1)],
    env: { ...env, ...(await identityEnvironment(app)) },
  });
  if (pulls) await recordPull(app, scope.run);
  else await keepOldHead(app, worktree);
  return outcome;
};

/** A program that ran there before may have made the branch lead to main: the lead's commit on it would move main (INV-10). */
const straightenBranch = async (app: App, scope: RunScope, { worktree, path, head }: WorktreeView): Promise<void> => {
  const own = (await findTaskOfWorktree(app, scope.run, worktree))?.head ?? head;
  if (own === null || !(await app.git.straighten(path, null, own))) return;
  const text = `${worktree}: its branch led to another one, and is a branch of its own again`;
  app.progress.emit({ type: 'notice', level: 'error', text });
};

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
