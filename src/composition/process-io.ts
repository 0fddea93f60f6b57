import process from 'node:process';
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
  },
  exit: (code) => process.exit(code),
});
