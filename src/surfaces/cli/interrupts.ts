import { OrchestratorError } from '../../domain/errors.ts';
import type { InterruptSignal, SignalSource } from './cli-io.ts';

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export interface Interrupts {
  /** Aborts at the first signal, with an error of code `interrupted`. */
  readonly signal: AbortSignal;
  /** Gives the signals back. */
  release(): void;
}

export interface InterruptsOptions {
  readonly source: SignalSource;
  /** What to say at the first signal: what is being ended, and how to go on later. */
  readonly farewell: () => string;
  readonly say: (text: string) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/**
 * Speaks first, then stops: the first signal asks the run to end its workers, a second Ctrl-C is told that this is under way,
 * a third ends the process at once. A second SIGTERM or SIGHUP changes nothing: whoever sends those has SIGKILL.
 */
export const watchInterrupts = ({ source, farewell, say, exit }: InterruptsOptions): Interrupts => {
  const stop = new AbortController();
  let count = 0;
  const interrupted = (signal: InterruptSignal): void => {
    if (count > 0 && signal !== 'SIGINT') return;
    count += 1;
    if (count === 1) {
      say(farewell());
      stop.abort(new OrchestratorError('interrupted', `interrupted by ${signal}`, 'go on with `orchestrator resume`'));
    } else if (count === 2) {
      say('already stopping; Ctrl-C once more leaves at once, and the next start ends the workers that are left');
    } else {
      exit(130);
    }
  };
  const listeners = SIGNALS.map((signal) => [signal, () => interrupted(signal)] as const);
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return {
    signal: stop.signal,
    release() {
      for (const [signal, listener] of listeners) source.off(signal, listener);
    },
  };
};
