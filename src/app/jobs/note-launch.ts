import type { StoredEntry } from '../../domain/journal.ts';
import { shellWord } from '../../domain/text/shell-line.ts';
import type { WorkerInvocation, WorkerRequest } from '../../ports/worker.ts';
import type { App } from '../app.ts';

/** The journal entry of a worker that was started. */
export const LAUNCHED = 'job-launched';

interface Launched {
  readonly run: string;
  /** Null for a task of a plan that has no task of the engine behind it. */
  readonly task: string | null;
  /** The job's id, or that of the plan's task. */
  readonly job: string;
  /** Whether the whole prompt is kept too. */
  readonly keepsPrompt: boolean;
}

/**
 * Records how a worker is started: the command word for word but for the prompt, which is named by its file, and the access that it was
 * given, with the person's reason where that is full (CF-34).
 */
export const noteLaunch = (
  app: Pick<App, 'store' | 'clock' | 'redact' | 'settings'>,
  { run, task, job, keepsPrompt }: Launched,
  { argv }: WorkerInvocation,
  { prompt, promptFile, access }: WorkerRequest,
): Promise<void> => {
  const words = argv.map((word) => (word === prompt ? `"$(cat ${promptFile})"` : shellWord(word)));
  const { accessReason } = app.settings.worker;
  const data = {
    job,
    command: app.redact(words.join(' ')),
    access,
    accessReason: access === 'full' && accessReason !== null ? app.redact(accessReason) : null,
    ...(keepsPrompt ? { prompt: app.redact(prompt) } : {}),
  };
  return app.store.commit([
    { type: 'append-journal', entry: { run, task, type: LAUNCHED, data, at: app.clock.now() } },
  ]);
};

/** Why the worker of this entry was given full access; null for any other entry. */
export const fullAccessReason = ({ type, data }: Pick<StoredEntry, 'type' | 'data'>): string | null =>
  type === LAUNCHED && data.access === 'full' ? String(data.accessReason) : null;

/** The same for the report of the run: one sentence a reason. */
export const fullAccessNotices = (journal: readonly StoredEntry[]): readonly string[] => {
  const reasons = journal.map(fullAccessReason).filter((reason) => reason !== null);
  return [...Map.groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => {
    const started = length === 1 ? 'An agent was started' : `Agents were started ${length} times`;
    return `${started} with full access to this machine (worker.sandbox): ${reason}`;
  });
};
