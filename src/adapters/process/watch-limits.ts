import type { ProcessEndReason, ProcessSpec } from '../../ports/processes.ts';
import type { OutputFiles } from './output-files.ts';
import { LONGEST_TIMER_MS, watchSilence } from './watch-silence.ts';

/** Why a child that has not ended by itself is to be ended. */
type LimitReason = Exclude<ProcessEndReason, 'exited' | 'spawn-failed' | 'lost'>;

type Limits = Pick<ProcessSpec, 'deadlineMs' | 'maxOutputBytes' | 'silenceMs' | 'activity' | 'signal'>;

interface LimitsWatch {
  /** Resolves with the first limit that is reached; never when none is. */
  readonly reached: Promise<LimitReason>;
  /** Clears every timer and listener. */
  stop(): void;
}

/** A child that floods its output writes some hundred megabytes in this time; looking more often costs more than it saves. */
const LONGEST_POLL_MS = 100;
const SHORTEST_POLL_MS = 10;

/** Watches a running child: its deadline, the caller's signal, the growth of its output and its silence (INV-14). */
export function watchLimits(limits: Limits, output: OutputFiles): LimitsWatch {
  const { promise: reached, resolve } = Promise.withResolvers<LimitReason>();
  const stops = [
    watchDeadline(limits, resolve),
    watchSignal(limits, resolve),
    watchOutput(limits, output, resolve),
    watchForSilence(limits, output, resolve),
  ];
  return {
    reached,
    stop: () => {
      for (const stop of stops) {
        stop();
      }
    },
  };
}

type Trip = (reason: LimitReason) => void;
type Stop = () => void;

function watchDeadline({ deadlineMs }: Limits, trip: Trip): Stop {
  const timer = setTimeout(() => trip('deadline'), Math.min(deadlineMs, LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}

function watchSignal({ signal }: Limits, trip: Trip): Stop {
  const onAbort = () => trip('aborted');
  if (signal?.aborted) {
    onAbort();
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  return () => signal?.removeEventListener('abort', onAbort);
}

/** Polls the sizes, fast while they grow: a watch on the files would wake us for every line. */
function watchOutput({ maxOutputBytes }: Limits, output: OutputFiles, trip: Trip): Stop {
  let pollMs = SHORTEST_POLL_MS;
  let before = 0;
  const poll = () => {
    if (output.exceeds(maxOutputBytes)) {
      trip('output-limit');
      return;
    }
    const total = totalBytes(output);
    pollMs = total === before ? Math.min(pollMs * 2, LONGEST_POLL_MS) : SHORTEST_POLL_MS;
    before = total;
    timer = setTimeout(poll, pollMs);
  };
  let timer = setTimeout(poll, pollMs);
  return () => clearTimeout(timer);
}

function watchForSilence({ silenceMs, activity }: Limits, output: OutputFiles, trip: Trip): Stop {
  if (silenceMs === null) {
    return () => {};
  }
  return watchSilence(silenceMs, { printedBytes: () => totalBytes(output), activity }, () => trip('silent'));
}

function totalBytes(output: OutputFiles): number {
  const { stdoutBytes, stderrBytes } = output.written();
  return stdoutBytes + stderrBytes;
}
