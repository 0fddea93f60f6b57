import { type Pipeline, recordsOf, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';
import { ensureWorktree, type MadeWorktree } from '../worktrees/task-worktree.ts';
import { forgetUntracked } from '../worktrees/uncommitted-work.ts';
import { apartOf } from '../worktrees/worktree-path.ts';
import { writeInWorktree } from '../worktrees/write-in-worktree.ts';
import { commitIdentity } from './commit-identity.ts';
import { setAside } from './set-aside.ts';

/** Where a role works: the task as that role is told of it, with the worktree and the branch that it gets. */
export interface Workplace {
  readonly task: Task;
  readonly made: MadeWorktree;
}

/** Whether a job is that of a stage whose role has to judge for itself, far from where the work was made. */
export const isApart = (pipeline: Pipeline, task: Pick<Task, 'stage'>, role: string): boolean => {
  const stage = stageOf(pipeline, task.stage);
  return stage?.independent === true && stage.role === role;
};

/**
 * Another worktree of a task, on a branch of its own at the very commit that the task's branch has. Who works there gets the repository
 * and what is written in it: of earlier rounds it is told what was wrong with its own reports about this candidate, and nothing else.
 * What a run that was cut off left there is kept on a ref (INV-9).
 */
export const placeApart = async (
  app: App,
  task: Task & { readonly head: string },
  { job, role }: { readonly job: string; readonly role: AgentRole },
): Promise<Workplace> => {
  const own = apartOf(task);
  const there: Task = { ...task, ...own, feedback: ownRejections(task) };
  const made = await ensureWorktree(app, task.run, { ...own, base: task.head });
  const { path, head } = made;
  const { changed, untracked, inProgress } = await app.git.status(path);
  const isLeft = changed.length + untracked.length > 0 || inProgress !== null;
  if (isLeft || !(await app.git.isAncestor(path, head, task.head)))
    await setAside(app, { job: `${job}-before`, task: there, path, role, from: task.head });
  else if (head !== task.head) await app.git.restoreBranch(path, own.branch, task.head);
  await forgetUntracked(app, own.worktree);
  // What was there before is put away: whatever a note of an earlier run says of its beginning counts no more.
  return { task: there, made: { ...made, head: task.head, created: true } };
};

/**
 * Brings the reports that were left apart onto the task's branch, by a commit of the harness. Done again after a crash it comes to the
 * same.
 * @param path absolute path of the task's own worktree
 */
export const bringBack = async (
  app: Pick<App, 'git' | 'files' | 'settings'>,
  pipeline: Pipeline,
  task: Task,
  { path, place, message }: { readonly path: string; readonly place: Workplace; readonly message: string },
): Promise<void> => {
  const left = await app.git.resolve(place.made.path, `refs/heads/${place.task.branch}`);
  if (left === null) return;
  const changed = (await app.git.diff(place.made.path, place.made.head, left)).map((entry) => entry.path);
  const reports = recordsOf(pipeline, task).filter((record) => changed.includes(record));
  for (const report of reports) await copyReport(app, place.made.path, left, path, report);
  const { changed: tracked, untracked } = await app.git.status(path);
  await app.git.commitAll(path, {
    message,
    // What lies about in the task's worktree is somebody else's.
    excluding: [...tracked, ...untracked].filter((name) => !reports.includes(name)),
    identity: await commitIdentity(app),
  });
  const head = await app.git.resolve(path, 'HEAD');
  if (head !== null) await app.git.restoreBranch(place.made.path, place.task.branch, head);
};

const copyReport = async (
  app: Pick<App, 'git' | 'files'>,
  from: string,
  commit: string,
  to: string,
  report: string,
): Promise<void> => {
  const kind = (await app.git.kinds(from, commit, [report])).get(report);
  const text = kind === 'file' ? await app.git.show(from, commit, report) : null;
  // A link would be brought back as a file that says where it leads.
  if (text === null) return app.files.remove(`${to}/${report}`);
  await writeInWorktree(app, to, report, text);
};

/** What the gates of the present stage said of this candidate: it is about the reports, since the candidate is still judged. */
const ownRejections = ({ stage, candidate, rejections }: Task): readonly string[] =>
  rejections
    .filter((rejection) => rejection.stage === stage && rejection.candidate === candidate)
    .map(({ gate, reason }) => `Gate ${gate} failed: ${reason}`);
