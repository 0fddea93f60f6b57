import { readFollowing } from '../adapters/read-following.ts';
import type { App } from '../app/app.ts';
import { checkGate } from '../app/check-gate.ts';
import { judgeCommand } from '../app/judge-command.ts';
import { listWorktrees } from '../app/list-worktrees.ts';
import { findLogs, findTrace, listTasks, showReport, showTask, statusView } from '../app/look.ts';
import type { LookingApp } from '../surfaces/cli/cli-deps.ts';

/** The use cases of commands that change nothing. */
export const lookingApp = (app: App, close: () => Promise<void>): LookingApp => ({
  close,
  status: () => statusView(app),
  runs: async () => (await statusView(app)).runs,
  report: (run) => showReport(app, run),
  tasks: () => listTasks(app),
  task: (name) => showTask(app, name),
  logs: async (target) => (await findLogs(app, target)).map((path) => ({ path })),
  trace: (run) => findTrace(app, run),
  read: readFollowing,
  guardCheck: (items) =>
    Promise.all(
      items.map(async ({ worktree, command }) => {
        const { judgement } = await judgeCommand(app, worktree, command);
        const { decision, rule, reason, argv } = judgement;
        return { command, worktree, decision, rule, reason, argv };
      }),
    ),
  gateCheck: (task, gate) => checkGate(app, task, gate),
  worktrees: async () => (await listWorktrees(app)).map((worktree) => ({ ...worktree, head: worktree.head ?? '' })),
});
