import type { Task } from '../../domain/task.ts';
import { serverLogOf } from '../../domain/verification/look-files.ts';
import type { VerificationPlan, VerificationRecord } from '../../domain/verification/verification.ts';
import type { App } from '../app.ts';
import { writeRunDocument } from '../run-document/write-run-document.ts';

/** A record of a verification that begins, with a folder for what it will show. */
export const newRecord = async (
  app: Pick<App, 'store' | 'files' | 'clock' | 'settings'>,
  run: string,
  { id: task }: Pick<Task, 'id'>,
  commit: string,
  plan: VerificationPlan,
): Promise<VerificationRecord> => {
  const number = await app.store.nextNumber('verification');
  const directory = `${app.settings.layout.home}/runs/${run}/verification-${number}`;
  await app.files.makeDirectory(directory);
  return {
    ...{ number, task, commit, directory, pid: null, stopCommand: null, url: plan.server.url },
    log: serverLogOf(directory),
    startedAt: app.clock.now(),
    endedAt: null,
    steps: { total: plan.scenario.length, done: 0 },
    findings: [],
    snapshots: [],
  };
};

/** Writes a record into the journal as it is now, and into the run's document: whoever looks on finds the server there (KB-31). */
export const keepRecord = async (app: App, run: string, type: string, record: VerificationRecord): Promise<void> => {
  const entry = { run, task: record.task, type, data: { ...record }, at: app.clock.now() };
  await app.store.commit([{ type: 'append-journal', entry }]);
  await writeRunDocument(app, run);
};
