import type { ServerPlan } from '../../domain/verification/verification.ts';
import type { ProcessEnd, ProcessIdentity } from '../../ports/processes.ts';
import type { App } from '../app.ts';
import { markerOf } from '../home/marker.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';

type Needs = Pick<App, 'processes' | 'settings'>;

export interface ServerOrder {
  readonly plan: ServerPlan;
  readonly run: string;
  /** Of the verification, in the marker. */
  readonly name: string;
  readonly port: number;
  /** Absolute path of the candidate's worktree. */
  readonly cwd: string;
  /** Absolute path. */
  readonly log: string;
  readonly signal: AbortSignal;
}

/** The target's server in a process group of its own. */
export interface RunningServer {
  /** Null: it could not be started. */
  readonly pid: number | null;
  readonly url: string;
  /** How it ended; null while it runs. One that is gone is waited for until all that it started is gone too. */
  end(): Promise<ProcessEnd | null>;
  readonly ended: Promise<ProcessEnd>;
  /** Ends it and all that it started. */
  stop(): Promise<void>;
}

/**
 * Starts the target's server as a check is started: its environment, its limits, its marker (INV-8, INV-12). It is to listen to all
 * addresses of the machine, so that it can be looked at from a phone too (KB-31).
 */
export const startServer = async (app: Needs, order: ServerOrder): Promise<RunningServer> => {
  const { plan, port, name } = order;
  const { limits } = app.settings;
  const stop = new AbortController();
  const started = Promise.withResolvers<ProcessIdentity>();
  const ended = app.processes.run({
    argv: plan.command.map((word) => withPort(word, port)),
    cwd: order.cwd,
    env: { ...checkEnvironment(app.settings), HOST: '0.0.0.0', PORT: String(port), BROWSER: 'none' },
    stdoutFile: order.log,
    stderrFile: order.log,
    marker: markerOf(app, order.run, name),
    deadlineMs: plan.timeoutMs + limits.checkTimeoutMs + limits.killGraceMs,
    graceMs: limits.killGraceMs,
    maxOutputBytes: limits.processOutputBytes,
    silenceMs: null,
    signal: AbortSignal.any([order.signal, stop.signal]),
    onStarted: started.resolve,
  });
  const identity = await Promise.race([started.promise, ended.then(() => null)]);
  return {
    pid: identity?.pid ?? null,
    url: withPort(plan.url, port),
    end: async () => (identity !== null && app.processes.isAlive(identity) ? null : ended),
    ended,
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
};

const withPort = (text: string, port: number): string => text.replaceAll('{port}', String(port));
