import type { CommandJob, Iteration } from '../../domain/command-job/command-job.ts';
import { printable } from '../../domain/text/printable.ts';
import { type CommandEnd, lastWord } from '../../engine/command-job.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import { markerOf } from '../home/marker.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';
import { iterationLogs, logsDirectory } from './artifacts.ts';

/** An iteration that came to its end, and how. */
export interface RunIteration {
  readonly iteration: Iteration;
  readonly end: CommandEnd;
}

/** So much of the end of an output is looked at for a keyword and the text before it. */
const READ_BYTES = 64 * 1024;

/** Characters of the text before a blocker that are kept, the last ones. */
const KEPT_CHARACTERS = 4_000;

/**
 * Runs a job's command once, in the environment and limits of checks (INV-8, INV-12).
 * @returns null when the signal ended it: it was cut off, and is no iteration
 */
export const runIteration = async (app: App, job: CommandJob, stop: AbortSignal): Promise<RunIteration | null> => {
  const index = job.iterations.length + 1;
  const logs = iterationLogs(app, job, index);
  // One that was cut off has left its output there.
  const printedBefore = await app.files.size(logs.stdout);
  await app.files.makeDirectory(logsDirectory(app, job));
  const startedAt = app.clock.now();
  const end = await app.processes.run({
    argv: job.command,
    cwd: job.path,
    env: checkEnvironment(app.settings),
    stdoutFile: logs.stdout,
    stderrFile: logs.stderr,
    marker: markerOf(app, job.id, `iteration-${index}`),
    deadlineMs: job.timeoutMs,
    graceMs: app.settings.limits.killGraceMs,
    maxOutputBytes: app.settings.limits.processOutputBytes,
    silenceMs: null,
    signal: stop,
  });
  if (end.reason === 'aborted') return null;
  const printed = (await app.files.size(logs.stdout)) - printedBefore;
  const output = await app.files.tail(logs.stdout, Math.max(0, Math.min(printed, READ_BYTES)));
  const { keyword, blocker } = lastWord(output, job);
  return {
    iteration: {
      index,
      startedAt,
      endedAt: app.clock.now(),
      // One that was ended may still exit with 0.
      exitCode: end.reason === 'exited' ? end.exitCode : null,
      keyword,
      blocker: blocker === null ? null : app.redact(printable(blocker)).slice(-KEPT_CHARACTERS).trim(),
    },
    end: { how: HOW[end.reason], text: describeEnd(end, job.timeoutMs) },
  };
};

const HOW: Readonly<Record<Exclude<ProcessEnd['reason'], 'aborted'>, CommandEnd['how']>> = {
  exited: 'exited',
  deadline: 'timed-out',
  'spawn-failed': 'not-started',
  'output-limit': 'ended',
  silent: 'ended',
  lost: 'ended',
};
