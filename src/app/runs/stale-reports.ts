import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { stageReports } from '../jobs/stage-artifacts.ts';
import { pipelineOf } from '../tasks/apply-transition.ts';

/**
 * Tells the reports that a run writes from those that an earlier round left, which say nothing of what is judged now (INV-2). Called
 * before the run. What a run that was cut off left uncommitted is this round's.
 * @param path absolute path of the worktree
 * @returns takes away what the run has not written, so that its gates miss it
 */
export const watchReports = async (
  app: Pick<App, 'git' | 'files' | 'pipelines'>,
  task: Task,
  path: string,
): Promise<() => Promise<void>> => {
  const { changed, untracked } = await app.git.status(path);
  const reports = stageReports(pipelineOf(app, task), task)
    .filter((report) => ![...changed, ...untracked].includes(report))
    .map((report) => `${path}/${report}`);
  const before = await Promise.all(reports.map((report) => app.files.modifiedAt(report)));
  return async () => {
    for (const [index, report] of reports.entries()) {
      const writtenAt = before[index] ?? null;
      if (writtenAt !== null && (await app.files.modifiedAt(report)) === writtenAt) await app.files.remove(report);
    }
  };
};
