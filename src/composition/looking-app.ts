import { openStore } from '../adapters/sqlite/open.ts';
import type { App } from '../app/app.ts';
import { statusView } from '../app/home/status-view.ts';
import type { LoadedSettings } from '../config/find-settings.ts';
import type { ProcessIdentity } from '../ports/processes.ts';
import type { LookingApp } from '../surfaces/cli/cli-deps.ts';

interface LookingOptions {
  readonly loaded: LoadedSettings;
  /** Opens everything, for looks that the stored state alone cannot answer. */
  readonly openWhole: () => Promise<{ app: App; close: () => Promise<void> }>;
}

/**
 * The use cases of commands that change nothing. `status` is asked often and by scripts: what only the state can tell opens the
 * store alone, without git, policy, pipelines and worker.
 */
export const lookingApp = async ({ loaded: { settings, secrets }, openWhole }: LookingOptions): Promise<LookingApp> => {
  const store = await openStore({ file: settings.layout.databaseFile, readonly: true });
  const state = { settings, store };
  let opened: ReturnType<typeof openWhole> | null = null;
  const whole = async (): Promise<App> => {
    opened ??= openWhole();
    return (await opened).app;
  };
  return {
    language: settings.language,
    close: async () => {
      await store.close();
      await (await opened)?.close();
    },
    status: () => statusView(state, isAlive),
    runs: async () => (await statusView(state, isAlive)).runs,
    cost: async (target) => (await import('../app/home/cost.ts')).costView(state, target),
    commandJobs: async () => (await import('../app/command-jobs/look-at-command-jobs.ts')).listCommandJobs(state),
    commandJob: async (id) => (await import('../app/command-jobs/look-at-command-jobs.ts')).showCommandJob(state, id),
    tasks: async () => (await import('../app/tasks/show-task.ts')).listTasks(state),
    task: async (name) => (await import('../app/tasks/show-task.ts')).showTask(state, name),
    versions: async (name) => (await import('../app/versions/list-versions.ts')).listVersions(state, name),
    history: async (name) => (await import('../app/tasks/task-history.ts')).taskHistory(state, name),
    logs: async (target) => (await import('../app/home/find-logs.ts')).findLogs(state, target),
    trace: async (run) => (await import('../app/home/find-logs.ts')).findTrace(state, run),
    read: async function* (path, options) {
      const [{ redactPieces }, { readFollowing }] = await Promise.all([
        import('../domain/secrets/redact-pieces.ts'),
        import('../adapters/read-following.ts'),
      ]);
      yield* redactPieces(readFollowing(path, options), secrets);
    },
    report: async (run) => (await import('../app/runs/show-report.ts')).showReport(await whole(), run),
    guardCheck: async (items) => {
      const [{ judgeCommand }, app] = await Promise.all([import('../app/lead/judge-command.ts'), whole()]);
      return Promise.all(
        items.map(async ({ worktree, command }) => {
          const { judgement } = await judgeCommand(app, worktree, command);
          const { decision, rule, reason, argv } = judgement;
          return { command, worktree, decision, rule, reason, argv };
        }),
      );
    },
    gateCheck: async (name, gate) => {
      const [{ checkGate }, { appOfRun }, { findTask }, app] = await Promise.all([
        import('../app/gates/check-gate.ts'),
        import('../app/app-of-run.ts'),
        import('../app/tasks/find-task.ts'),
        whole(),
      ]);
      const task = await findTask(app, name, null);
      return checkGate(await appOfRun(app, task.run), task.id, gate);
    },
    warnings: settings.warnings,
    repositories: async () => (await import('../app/repositories/list-repositories.ts')).listRepositories(state),
    checkRepositories: async function* (id) {
      const { checkRepositories } = await import('../app/repositories/check-repository.ts');
      yield* checkRepositories(await whole(), id);
    },
    worktrees: async () => {
      const { listWorktrees } = await import('../app/worktrees/list-worktrees.ts');
      return (await listWorktrees(await whole())).map((worktree) => ({ ...worktree, head: worktree.head ?? '' }));
    },
  };
};

/** Most homes have nothing that runs: how processes are looked at is loaded where one has. */
const isAlive = async (identity: ProcessIdentity): Promise<boolean> =>
  (await import('../adapters/process/processes.ts')).createProcesses().isAlive(identity);
