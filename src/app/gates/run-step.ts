import { tellingOutput } from '../../domain/checks/check-output.ts';
import type { CheckRun } from '../../domain/verdict/verdict.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { App } from '../app.ts';
import { markerOf } from '../home/marker.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';

type Needs = Pick<App, 'processes' | 'files' | 'ids' | 'settings' | 'redact'>;

export interface Step {
  readonly run: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** What it is for, in the marker and the log's name: `check`, `setup`. */
  readonly purpose: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Characters of a check's output that verdicts, instructions and reports keep. */
const KEPT_OUTPUT = 8_000;

/** Runs one command of the person or of the repository in the environment and limits of checks (INV-8, INV-12). */
export const runStep = async (app: Needs, step: Step): Promise<{ end: ProcessEnd; check: CheckRun; log: string }> => {
  const name = `${step.purpose}-${app.ids.unique()}`;
  const log = `${app.settings.layout.home}/runs/${step.run}/${name}.log`;
  const end = await app.processes.run({
    argv: step.argv,
    cwd: step.cwd,
    env: checkEnvironment(app.settings),
    stdoutFile: log,
    stderrFile: log,
    marker: markerOf(app, step.run, name),
    deadlineMs: step.timeoutMs,
    graceMs: app.settings.limits.killGraceMs,
    maxOutputBytes: app.settings.limits.processOutputBytes,
    silenceMs: null,
    ...(step.signal === undefined ? {} : { signal: step.signal }),
  });
  const printed = tellingOutput(app.redact(await app.files.tail(log, 64 * 1024)), KEPT_OUTPUT);
  const output =
    end.reason === 'exited' ? printed : [describeEnd(end, step.timeoutMs), printed].filter(Boolean).join('\n');
  return {
    end,
    log,
    check: {
      command: step.argv.join(' '),
      argv: step.argv,
      exitCode: end.exitCode,
      durationMs: end.durationMs,
      output,
      knownRed: false,
    },
  };
};

/** Why a child ended that did not end by itself. */
export const describeEnd = (end: ProcessEnd, timeoutMs: number): string => {
  switch (end.reason) {
    case 'exited':
      return end.signal === null ? `exit code ${end.exitCode ?? 'none'}` : `ended by ${end.signal}`;
    case 'deadline':
      return `ended after its deadline of ${Math.round(timeoutMs / 1000)} s`;
    case 'aborted':
      return 'ended because the run was stopped';
    case 'silent':
      return 'ended because it neither printed nor changed anything for too long';
    case 'output-limit':
      return 'ended because it printed more than the limit allows';
    case 'spawn-failed':
      return `could not be started: ${end.error ?? 'unknown reason'}`;
    case 'lost':
      return `lost: ${end.error ?? 'unknown reason'}`;
  }
};
