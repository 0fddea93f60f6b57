import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ProcessEnd, Processes, ProcessSpec } from '../../ports/processes.ts';
import type { SentSpec, ServerAnswer, ServerRequest } from './process-server.ts';
import { JOB_MARKER_VARIABLE } from './process-table.ts';
import { LONGEST_TIMER_MS } from './watch-silence.ts';

/** As in the sources, or beside this chunk of the bundle. */
const SERVER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './process-server.ts' : './process-server.js', import.meta.url),
);

/** How long the end of a tree may take beyond its deadline and grace. Who has not told of it by then was stopped by a command (INV-14). */
const ANSWER_MS = 30_000;

interface Pending {
  readonly server: ChildProcess;
  readonly spec: ProcessSpec;
  readonly resolve: (end: ProcessEnd) => void;
}

/**
 * The same processes, started by small ones in place of this one. Starting a child copies the page tables of its parent: from a
 * process of 150 MB that takes many times as long as from one of 45 MB, and plans start thousands. What has to be watched from here
 * (silence, activity) runs here. Should one of them die, what it ran is ended, and another one takes its
 * place.
 * @param marker value of `ORCHESTRATOR_JOB` for the small ones, so that they are found after a crash (INV-8)
 * @param count how many start now, while others still prepare the work: one that forks can do nothing else
 * @param answerMs how long one may be late with the end of what it runs before it is ended itself
 */
export const outsourceProcesses = (
  processes: Processes,
  marker: string,
  count: number,
  answerMs = ANSWER_MS,
): Processes & { close(): void } => {
  const pending = new Map<number, Pending>();
  const servers = new Set<ChildProcess>();
  let last = 0;

  // Compiling our sources would leave it half as large again as what it runs needs.
  const compiled = getCompileCacheDir();
  const cache = compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled };

  const start = (): ChildProcess => {
    const child = fork(SERVER, [], {
      // A Ctrl-C at the terminal is for us to hand on.
      detached: true,
      env: { [JOB_MARKER_VARIABLE]: marker, ...cache },
      execArgv: ['--max-semi-space-size=1', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', ({ id, end }: ServerAnswer) => settle(id, end));
    child.once('error', () => lose(child));
    child.once('exit', () => lose(child));
    servers.add(child);
    return child;
  };

  const settle = (id: number, end: ProcessEnd): void => {
    pending.get(id)?.resolve(end);
    pending.delete(id);
  };

  const lose = (child: ChildProcess): void => {
    if (!servers.delete(child)) return;
    for (const [id, { server, spec }] of pending) if (server === child) void end(id, spec);
  };

  const end = async (id: number, { marker: own, graceMs, signal }: ProcessSpec): Promise<void> => {
    await processes.endMarked((other) => other === own, graceMs);
    settle(id, signal?.aborted ? ABORTED : LOST);
  };

  const send = (server: ChildProcess, request: ServerRequest): void => {
    server.send(request, (error) => {
      if (error !== null) lose(server);
    });
  };

  const complete = (): void => {
    while (servers.size < count) start();
  };

  const freest = (): ChildProcess => {
    complete();
    const loads = Map.groupBy(pending.values(), ({ server }) => server);
    const loadOf = (server: ChildProcess): number => loads.get(server)?.length ?? 0;
    return [...servers].reduce((least, other) => (loadOf(other) < loadOf(least) ? other : least));
  };

  complete();

  return {
    ...processes,
    run: async (spec) => {
      const { signal, activity, onStarted, ...sent } = spec;
      if (activity !== undefined || onStarted !== undefined || spec.silenceMs !== null) return processes.run(spec);
      if (signal?.aborted) return ABORTED;
      last += 1;
      const id = last;
      const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
      const server = freest();
      pending.set(id, { server, spec, resolve });
      const expectEndWithin = (ms: number): NodeJS.Timeout =>
        setTimeout(() => server.kill('SIGKILL'), Math.min(ms + spec.graceMs + answerMs, LONGEST_TIMER_MS));
      let late = expectEndWithin(spec.deadlineMs);
      const abort = (): void => {
        clearTimeout(late);
        late = expectEndWithin(0);
        send(server, { type: 'abort', id });
      };
      signal?.addEventListener('abort', abort, { once: true });
      send(server, { type: 'run', id, spec: sent satisfies SentSpec });
      try {
        return await promise;
      } finally {
        clearTimeout(late);
        signal?.removeEventListener('abort', abort);
      }
    },
    close: () => {
      const busy = new Set([...pending.values()].map(({ server }) => server));
      for (const server of servers) {
        if (busy.has(server)) server.disconnect();
        // It runs nothing; one that was stopped would never see that its channel is closed, and keep us alive for ever (INV-14).
        else server.kill('SIGKILL');
      }
      servers.clear();
    },
  };
};

const LOST: ProcessEnd = {
  reason: 'lost',
  exitCode: null,
  signal: null,
  durationMs: 0,
  stdoutBytes: 0,
  stderrBytes: 0,
  error: 'the process that starts commands has ended, and what it may have begun was ended with it',
};

const ABORTED: ProcessEnd = { ...LOST, reason: 'aborted', error: null };
