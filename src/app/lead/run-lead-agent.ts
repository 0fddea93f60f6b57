import { addUsage } from '../../domain/usage/usage.ts';
import { cautiousCodexArgv } from '../../domain/worker/codex-arguments.ts';
import type { App } from '../app.ts';
import { workerEnvironment } from '../jobs/child-environment.ts';
import { identityEnvironment } from '../jobs/commit-identity.ts';
import { watchTampering } from '../jobs/watch-tampering.ts';
import { followMain } from '../merge/main-watch.ts';
import type { RunScope } from '../run-scope.ts';
import { saveRun } from '../runs/save-run.ts';
import type { WorktreeView } from '../worktrees/list-worktrees.ts';
import type { CommandOrder } from './command-order.ts';
import { type CommandOutcome, runLeadChild } from './run-lead-child.ts';

/** Results stand at the end of an agent's output. */
const READ_OUTPUT_BYTES = 4 * 1024 * 1024;

/** The lead calls a coding CLI itself: the same limits, environment and accounting as for a role agent. */
export const runLeadAgent = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  worktree: WorktreeView,
  agent: { argv: readonly string[]; cli: string },
): Promise<CommandOutcome> => {
  const tamperingSince = await watchTampering(app);
  const { outcome, end, stdoutFile } = await runLeadChild(app, scope, order, worktree, {
    argv: cautiousCodexArgv(agent.argv, worktree.path),
    env: workerEnvironment(app.settings, await identityEnvironment(app)),
    timeoutMs: app.settings.limits.workerTimeoutMs,
  });
  if (agent.cli === app.worker.kind) {
    const { usage } = app.worker.conclude(end, await app.files.tail(stdoutFile, READ_OUTPUT_BYTES));
    await saveRun(app, scope.run, (run) => ({ usage: addUsage(run.usage, usage) }));
  }
  const tampering = await tamperingSince();
  await followMain(app, scope.run);
  if (tampering === null) return outcome;
  app.progress.emit({ type: 'notice', level: 'error', text: tampering });
  return { ...outcome, exitCode: 1, stderr: `${outcome.stderr}\n${tampering}\n` };
};
