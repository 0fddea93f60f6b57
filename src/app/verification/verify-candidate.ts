import type { Evidence } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { VerificationPlan, VerificationRecord } from '../../domain/verification/verification.ts';
import { VERIFICATION_ENTRIES } from '../../domain/verification/verifications-of.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { distrustScratch, withScratch } from '../worktrees/scratch-worktree.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { keepRecord, newRecord } from './keep-record.ts';
import { serverDefect } from './server-defect.ts';
import { startServer } from './start-server.ts';
import { useAsUser } from './use-as-user.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** Somebody may take a port between our look and the server's. */
const MOST_PORTS = 3;

interface Order {
  readonly scope: RunScope;
  readonly plan: VerificationPlan;
  /** Absolute path of the candidate's worktree. */
  readonly path: string;
  /** Absolute path for the browser's profile; after a crash the next use of the worktree clears it away. */
  readonly profile: string;
}

/**
 * Looks at a task's candidate in a browser (KB-31): its server is started in a scratch worktree, the scenario of main driven as a user
 * would (INV-3), and the server ended. `none` where nothing says how.
 * Rejects with `browser-missing`, and with `infrastructure` when the set-up fails or the browser does not start.
 */
export const verifyCandidate = async (
  app: App,
  scope: RunScope,
  task: Task,
  commit: string,
): Promise<Evidence['verification']> => {
  const plan = app.verification;
  if (plan === null) return 'none';
  app.browser.program();
  return withScratch(app, commit, async (scratch) => {
    const { run, signal } = scope;
    const profile = `${app.settings.layout.home}/browser/${scratch.name}`;
    await setUpWorktree(app, { ...scratch, run, signal });
    const record = await newRecord(app, run, task, commit, plan);
    app.progress.emit({ type: 'checks-started', task: task.id, command: `${plan.server.command.join(' ')} (browser)` });
    const seen = await verify(app, record, { scope, plan, path: scratch.path, profile });
    await keepRecord(app, run, VERIFICATION_ENTRIES.ended, seen);
    await app.files.writeJson(`${seen.directory}/record.json`, seen);
    // What the server wrote where the set-up's results are kept must not help the next candidate.
    if (seen.findings.length > 0) await distrustScratch(app, scratch);
    return { record: seen, scenario: plan.scenario };
  });
};

/** One server, and another one at another port where somebody else had taken the first one's. */
const verify = async (app: App, record: VerificationRecord, order: Order, attempt = 1): Promise<VerificationRecord> => {
  const { scope, plan, path, profile } = order;
  const port = await app.loopback.freePort();
  const { log } = record;
  const name = `verification-${record.number}`;
  const where = { plan: plan.server, run: scope.run, name, port, cwd: path, log, signal: scope.signal };
  const server = await startServer(app, where);
  try {
    const { pid, url } = server;
    const started = { ...record, pid, url, stopCommand: pid === null ? null : stopCommandOf(pid) };
    // Before anything is done with it: whoever looks on can end it, and finds its log (KB-31).
    await keepRecord(app, scope.run, VERIFICATION_ENTRIES.started, started);
    const trouble = await waitUntilReady(app, server, plan.server, scope.signal);
    if (trouble === null)
      return ended(app, { ...started, ...(await useAsUser(app, scope, plan, started, { server, profile })) });
    if (
      server.pid === null ||
      (await server.end()) === null ||
      attempt === MOST_PORTS ||
      (await app.loopback.isFree(port))
    )
      return ended(app, { ...started, findings: [await serverDefect(app, log, trouble)] });
  } finally {
    await server.stop();
  }
  return verify(app, record, order, attempt + 1);
};

/**
 * Ends the server's process group, in any shell. Without `--` the `kill` of procps takes the first digit for the whole number, and
 * -1 is every process there is; with it, but without `-s`, some shells take `--` for a number.
 */
const stopCommandOf = (pid: number): string => `kill -s TERM -- -${pid}`;

const ended = (app: App, record: VerificationRecord): VerificationRecord => ({ ...record, endedAt: app.clock.now() });
