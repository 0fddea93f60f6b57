import type { App } from './app.ts';
import { findChecks } from './find-checks.ts';
import { pruneWorktrees } from './prune-worktrees.ts';

type Needs = Pick<App, 'git' | 'settings' | 'files' | 'worker' | 'processes' | 'store' | 'leases' | 'homeLock'>;

export interface Finding {
  readonly check: string;
  readonly ok: true | false | 'warn';
  readonly detail: string;
  /** A command or an instruction that mends it; null when there is nothing to mend. */
  readonly fix: string | null;
}

const LOW_ON_DISK = 2 * 1024 * 1024 * 1024;

/**
 * Looks at everything that a run needs, one finding at a time, the fix beside each failure.
 * @param fix repairs what is safe to repair: leftovers of dead runs
 */
export async function* examine(app: Needs, options: { fix: boolean }): AsyncIterable<Finding> {
  yield* examineRepository(app);
  yield await examineDisk(app);
  yield await examineWorker(app);
  yield examineModel(app);
  yield await examineLeftovers(app, options.fix);
}

const good = (check: string, detail: string): Finding => ({ check, ok: true, detail, fix: null });
const bad = (check: string, detail: string, fix: string): Finding => ({ check, ok: false, detail, fix });
const doubtful = (check: string, detail: string, fix: string): Finding => ({ check, ok: 'warn', detail, fix });

async function* examineRepository(app: Needs): AsyncIterable<Finding> {
  const { mainPath } = app.settings.layout;
  const facts = await app.git.inspect(mainPath);
  yield facts.branch === null
    ? bad('main', `${mainPath} has a detached HEAD`, `git -C ${mainPath} switch <branch>`)
    : good('main', `${mainPath} on ${facts.branch}`);
  if (facts.head === null) {
    yield bad('commits', 'there is no commit yet', 'make a first commit');
    return;
  }
  const { changed } = await app.git.status(mainPath);
  yield changed.length === 0
    ? good('clean', "main's checkout has no uncommitted changes")
    : bad('clean', `uncommitted: ${changed.slice(0, 10).join(', ')}`, `git -C ${mainPath} stash`);
  const unsupported = [
    facts.submodules ? 'submodules' : '',
    facts.shallow ? 'a shallow clone' : '',
    facts.sparse ? 'a sparse checkout' : '',
  ].filter(Boolean);
  yield unsupported.length === 0
    ? good('layout', facts.hasOrigin ? 'a full clone with origin' : 'a repository without origin')
    : bad(
        'layout',
        `${unsupported.join(' and ')}: not supported`,
        'git fetch --unshallow; git sparse-checkout disable',
      );
  try {
    const checks = await findChecks(app, mainPath, facts.head);
    yield checks.length === 0
      ? doubtful(
          'checks',
          'none, as the configuration says: nothing will be verified',
          'ORCHESTRATOR_CHECKS=\'[["npm","test"]]\'',
        )
      : good('checks', checks.map((argv) => argv.join(' ')).join('; '));
  } catch {
    yield bad('checks', 'none can be found', 'ORCHESTRATOR_CHECKS=\'[["npm","test"]]\', or \'[]\' for none');
  }
}

const examineDisk = async (app: Needs): Promise<Finding> => {
  const { home, worktreesDir } = app.settings.layout;
  const free = await app.files.freeBytes((await app.files.exists(home)) ? home : worktreesDir);
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free < LOW_ON_DISK
    ? doubtful('disk', text, 'make room: each worktree is a checkout, with its dependencies')
    : good('disk', text);
};

const examineWorker = async (app: Needs): Promise<Finding> => {
  const probe = await app.worker.probe();
  const name = `worker ${app.worker.kind}`;
  return probe.ready
    ? good(name, probe.version ?? 'ready')
    : bad(name, probe.problem ?? 'it could not be run', probe.fix ?? 'choose another one with --worker');
};

const examineModel = (app: Needs): Finding => {
  const { apiKey, baseUrl, name } = app.settings.model;
  const where = baseUrl ?? "OpenAI's service";
  return apiKey === null
    ? bad('model', `no key for ${where}`, 'export OPENAI_API_KEY=… (any text for a local server, with OPENAI_BASE_URL)')
    : good('model', `${name} at ${where}`);
};

/** Worktrees of tasks that are over, and jobs that a dead run left running; `resume` ends their processes. */
const examineLeftovers = async (app: Needs, fix: boolean): Promise<Finding> => {
  if (fix) {
    const removed = (await pruneWorktrees(app, { dryRun: false })).filter((result) => result.removed);
    return good('leftovers', `${removed.length} worktrees removed`);
  }
  const running = await app.store.jobs.withStatus('running');
  return running.length === 0
    ? good('leftovers', 'no run was cut off')
    : doubtful('leftovers', `${running.length} jobs were running when their run ended`, 'orchestrator resume');
};
