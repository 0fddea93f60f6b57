import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';
import { examineCheckout } from '../repositories/examine-checkout.ts';
import { bad, doubtful, type Finding, good } from '../repositories/finding.ts';
import { pruneWorktrees } from '../worktrees/prune-worktrees.ts';

const LOW_ON_DISK = 2 * 1024 * 1024 * 1024;

/**
 * Looks at everything that a run needs, one finding at a time, the fix beside each failure.
 * @param fix repairs what is safe to repair: leftovers of dead runs
 */
export async function* examine(app: App, options: { fix: boolean }): AsyncIterable<Finding> {
  yield* examineWarnings(app);
  yield* examineCheckout(app, app.settings.layout.mainPath);
  yield await examineDisk(app);
  yield await examineWorker(app);
  yield examineModel(app);
  yield* examineBrowser(app);
  yield await examineLeftovers(app, options.fix);
}

/** What was skipped while the settings were read. */
function* examineWarnings({ settings }: App): Iterable<Finding> {
  for (const warning of settings.warnings) yield doubtful('settings', warning, 'correct it where it stands');
}

const examineDisk = async (app: App): Promise<Finding> => {
  const { home, worktreesDir } = app.settings.layout;
  const free = await app.files.freeBytes((await app.files.exists(home)) ? home : worktreesDir);
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free < LOW_ON_DISK
    ? doubtful('disk', text, 'make room: each worktree is a checkout, with its dependencies')
    : good('disk', text);
};

const examineWorker = async (app: App): Promise<Finding> => {
  const probe = await app.worker.probe();
  const name = `worker ${app.worker.kind}`;
  return probe.ready
    ? good(name, probe.version ?? 'ready')
    : bad(name, probe.problem ?? 'it could not be run', probe.fix ?? 'choose another one with --worker');
};

const examineModel = (app: App): Finding => {
  const { apiKey, baseUrl, name } = app.settings.model;
  const where = baseUrl ?? "OpenAI's service";
  return apiKey === null
    ? bad('model', `no key for ${where}`, 'export OPENAI_API_KEY=… (any text for a local server, with OPENAI_BASE_URL)')
    : good('model', `${name} at ${where}`);
};

/** Needed where something is to be looked at in it, and nowhere else. */
function* examineBrowser({ browser, verification }: App): Iterable<Finding> {
  if (verification === null) return;
  try {
    yield good('browser', browser.program());
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    yield bad('browser', error.message, error.next);
  }
}

/** Worktrees of tasks that are over, and jobs that a dead run left running; `resume` ends their processes. */
const examineLeftovers = async (app: App, fix: boolean): Promise<Finding> => {
  if (fix) {
    const removed = (await pruneWorktrees(app, { dryRun: false })).filter((result) => result.removed);
    return good('leftovers', `${removed.length} worktrees removed`);
  }
  const living = new Set(
    (await app.store.orchestrators.list()).filter((other) => app.processes.isAlive(other)).map(({ id }) => id),
  );
  const running = (await app.store.jobs.withStatus('running')).filter(({ claimedBy }) => !living.has(claimedBy ?? ''));
  return running.length === 0
    ? good('leftovers', 'no run was cut off')
    : doubtful('leftovers', `${running.length} jobs were running when their run ended`, 'orchestrator resume');
};
