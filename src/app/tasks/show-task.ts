import type { FinalReport } from '../../domain/document/final-report.ts';
import type { TaskReport } from '../../domain/report.ts';
import type { App } from '../app.ts';
import { finalReportIn } from '../run-document/finish-run.ts';
import { type VersionView, versionsOf } from '../versions/list-versions.ts';
import { findTask } from './find-task.ts';
import { reportOf, taskReports } from './task-report.ts';

/** A task with all that a person may want to know of it. */
export interface TaskView extends TaskReport {
  readonly run: string;
  readonly prompt: string;
  readonly dependsOn: readonly string[];
  /** What the next worker is told about earlier rounds, oldest first. */
  readonly feedback: readonly string[];
  /** What its end says, where it had strict stages. */
  readonly final?: FinalReport;
  /** What it asks a person, the oldest first. */
  readonly questions: readonly { readonly id: string; readonly text: string }[];
  /** By their numbers; missing for a task that is made once. */
  readonly versions?: readonly VersionView[];
}

/** A task by its id or slug. Rejects with `unknown-task`. */
export const showTask = async (app: Pick<App, 'store'>, name: string): Promise<TaskView> => {
  const task = await findTask(app, name, null);
  const [report, open, journal] = await Promise.all([
    reportOf(app, task),
    app.store.questions.open(),
    app.store.journal.after(task.run, 0),
  ]);
  const final = finalReportIn(journal.filter((entry) => entry.task === task.id));
  const { run, prompt, dependsOn, feedback } = task;
  const questions = open.filter((question) => question.task === task.id).map(({ id, text }) => ({ id, text }));
  const versions = task.versions === null ? {} : { versions: await versionsOf(app, task) };
  return { ...report, run, prompt, dependsOn, feedback, questions, ...versions, ...(final === null ? {} : { final }) };
};

/** All tasks but the versions of tasks, which stand with their original. */
export const listTasks = async (app: Pick<App, 'store'>): Promise<readonly TaskReport[]> =>
  taskReports(
    app,
    (await app.store.tasks.list()).filter(({ versionOf }) => versionOf === null),
  );
