import { OrchestratorError } from '../../domain/errors.ts';
import type { RunStatus } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

export interface RunOutcome {
  readonly status: RunStatus;
  /** Replaces the lead's last message when the run did not end with one. */
  readonly summary: string | null;
  readonly notices: readonly string[];
  /** An error that the command line ends with, besides the report. */
  readonly rethrow: unknown;
}

/** What put an end to the work on a run. */
export interface RunEnding {
  /** The error that ended it; null where none did. */
  readonly trouble: unknown;
  /** The question that the lead waits for. */
  readonly waitsFor: string | null;
  readonly interrupted: boolean;
}

/** How a run ended: its troubles come first, then who waits, then what the tasks came to. */
export const runOutcome = async (
  app: Pick<App, 'store' | 'settings'>,
  run: string,
  end: RunEnding,
): Promise<RunOutcome> => {
  if (end.interrupted) {
    return outcome('stopped', { summary: `Interrupted. Continue with: orchestrator resume ${run}` });
  }
  if (end.trouble !== null) return troubled(end.trouble, app.settings.layout.mainPath);
  if (end.waitsFor !== null) return outcome('waiting');
  if (app.settings.dryRun) return outcome('done');
  return outcome(statusOf(await app.store.tasks.inRun(run)));
};

/** An end of that status, with nothing more to say unless `rest` says it. */
export const outcome = (status: RunStatus, rest: Partial<RunOutcome> = {}): RunOutcome => ({
  status,
  summary: null,
  notices: [],
  rethrow: null,
  ...rest,
});

/** All but a red baseline can be resumed: what is in the way is outside of the run. */
export const troubled = (trouble: unknown, mainPath: string): RunOutcome => {
  if (!(trouble instanceof OrchestratorError)) return outcome('stopped', { rethrow: trouble });
  const summary = `${trouble.message} ${trouble.next}`;
  switch (trouble.code) {
    case 'main-moved':
      return outcome('waiting', { summary, notices: [trouble.message] });
    // At the start it is a mistake of the person's; now it was there, and somebody took it away.
    case 'not-a-repository': {
      const gone = `main's repository at ${mainPath} is gone or cannot be read any more, and not by this orchestrator.`;
      return outcome('waiting', {
        summary: `${gone} Put it back, then resume. ${trouble.message}`,
        notices: [gone],
      });
    }
    case 'limit-reached':
      return outcome('stopped', { summary, notices: [trouble.message] });
    case 'baseline-red':
      return outcome('failed', { summary, rethrow: trouble });
    default:
      return outcome('stopped', { summary, rethrow: trouble });
  }
};

/** A run is done when every task is merged or was called off; somebody who can act outranks what failed. */
export const statusOf = (tasks: readonly Task[]): RunStatus => {
  const statuses = new Set(tasks.map(({ state }) => state.status));
  if (statuses.has('waiting')) return 'waiting';
  const open = ['failed', 'sent-back', 'planned', 'running', 'ready', 'skipped'] as const;
  if (open.some((status) => statuses.has(status))) return 'failed';
  return statuses.has('blocked') ? 'blocked' : 'done';
};
