import type { Task } from '../../domain/task.ts';
import type { WorktreeStatus } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { stageHandOffs, stageReports } from './stage-artifacts.ts';

/**
 * Tells the reports that a run writes from those that an earlier round left, which say nothing of what is judged now (INV-2). Called
 * before the run. What a run that was cut off left uncommitted is this round's.
 * @param place the worktree by its absolute path, and what lies uncommitted in it before the run
 * @returns takes away what the run has not written, so that its gates miss it
 */
export const watchReports = async (
  app: Pick<App, 'git' | 'files' | 'pipelines' | 'settings'>,
  task: Task,
  { path, status: { changed, untracked } }: { path: string; status: Pick<WorktreeStatus, 'changed' | 'untracked'> },
): Promise<() => Promise<void>> => {
  const pipeline = pipelineOf(app, task);
  const reports = [...stageReports(pipeline, task), ...(await inherited(app, task, stageHandOffs(pipeline, task)))]
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

/** Which files are still as the task's branch found them on main. */
const inherited = async (
  { git, settings }: Pick<App, 'git' | 'settings'>,
  { baseCommit, head }: Pick<Task, 'baseCommit' | 'head'>,
  paths: readonly string[],
): Promise<readonly string[]> => {
  if (baseCommit === null || head === null || paths.length === 0) return [];
  const changed = (await git.diff(settings.layout.mainPath, baseCommit, head)).map((entry) => entry.path);
  return paths.filter((path) => !changed.includes(path));
};
