import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliIo } from '../surfaces/cli/cli-io.ts';

/** The command line's view of this process. */
export const processIo = (): CliIo => ({
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  variables: process.env,
  signals: process,
  clock: {
    now: () => Date.now(),
    every: (ms, tick) => {
      const timer = setInterval(tick, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  },
  exit: (code) => process.exit(code),
});
