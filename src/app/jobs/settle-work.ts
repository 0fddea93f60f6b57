import { isJudging, type Stage, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { LOOP_WORDS } from '../../domain/worker/loop-words.ts';
import { lastWord } from '../../engine/command-job.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { WorkerConclusion } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { notOfWorker } from '../worktrees/uncommitted-work.ts';
import { writeInWorktree } from '../worktrees/write-in-worktree.ts';
import { commitWork } from './commit-work.ts';
import { stageReports } from './stage-artifacts.ts';

/** A run that ended well by its CLI's word and inside of its role's paths. */
interface FinishedRun {
  readonly task: Task;
  readonly role: AgentRole;
  /** Absolute path of the worktree. */
  readonly path: string;
  readonly conclusion: Extract<WorkerConclusion, { outcome: 'succeeded' }>;
}

/**
 * Brings what a run left onto the task's branch. A later look can only lower what the CLI said (CF-13): a last line BLOCKER ends the run
 * as blocked, and so does what the worker of a `commit: worker` pipeline left uncommitted. Nothing is deleted (KB-11).
 */
export const settleWork = async (
  app: App,
  { task, role, path, conclusion }: FinishedRun,
): Promise<{ readonly status: 'succeeded' | 'failed' | 'blocked'; readonly summary: string }> => {
  const { blocker } = lastWord(conclusion.message ?? conclusion.summary, LOOP_WORDS);
  if (blocker !== null)
    return { status: 'blocked', summary: blocker === '' ? 'It said BLOCKER and gave no reason.' : blocker };
  const pipeline = pipelineOf(app, task);
  const stage = ownStage(stageOf(pipeline, task.stage), role);
  if (stage?.access === 'read-only') await keepReport(app, { task, path, conclusion });
  const isMaker = stage !== null && !isJudging(pipeline, stage);
  const dirty = pipeline.commit === 'worker' && isMaker ? await leftUncommitted(app, task, path) : [];
  if (dirty.length > 0) return { status: 'blocked', summary: `dirty tree: ${dirty.join(', ')}` };
  const problem = await commitWork(app, task, role, path);
  return problem === null
    ? { status: 'succeeded', summary: conclusion.summary }
    : { status: 'failed', summary: problem };
};

const ownStage = (stage: Stage | null, { role }: Pick<AgentRole, 'role'>): Stage | null =>
  stage?.role === role ? stage : null;

const leftUncommitted = async (app: App, task: Task, path: string): Promise<readonly string[]> => {
  const [{ changed, untracked }, before] = await Promise.all([app.git.status(path), notOfWorker(app, task.worktree)]);
  // A report that an earlier round left was taken away by the harness itself.
  const reports = stageReports(pipelineOf(app, task), task);
  return [...changed, ...untracked].filter((name) => !before.includes(name) && !reports.includes(name));
};

/** A read-only sandbox keeps a role from writing even its report: that is then its last message (CF-10). */
const keepReport = async (app: App, { task, path, conclusion }: Omit<FinishedRun, 'role'>): Promise<void> => {
  const message = (conclusion.message ?? conclusion.summary).trimStart();
  const [report, ...others] = stageReports(pipelineOf(app, task), task);
  if (report === undefined || others.length > 0 || !message.startsWith('---\n')) return;
  const { changed, untracked } = await app.git.status(path);
  if ([...changed, ...untracked].includes(report)) return;
  await writeInWorktree(app, path, report, `${message.trimEnd()}\n`);
};
