import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { TakenVersion } from '../../domain/task-event.ts';
import { hasOpenVersions } from '../../domain/version.ts';
import { endOf } from '../../engine/version-life.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { seeCandidate } from '../gates/evaluate-gates.ts';
import { decideTask } from '../tasks/decide-as-person.ts';
import { findTask } from '../tasks/find-task.ts';
import { removeWorktree } from '../worktrees/remove-worktree.ts';
import { releaseVersions } from './release-versions.ts';

/** A task as it goes on after a choice, and which worktrees of the others are kept because they hold work. */
export interface Selected {
  readonly task: Task;
  readonly notices: readonly string[];
}

/**
 * A person chooses the version that a task goes on with (KB-08): its branch, worktree and verdicts are the task's from then on. The
 * others are called off; their worktrees are released, their branches stay.
 * Rejects with `nothing-waits` where there is no such choice, or the version came to no good end.
 */
export const selectVersion = async (app: App, name: string, number: number): Promise<Selected> => {
  const task = await findTask(app, name, null);
  const there = await appOfRun(app, task.run);
  return there.presence.during('worker', async () => {
    const taken = task.versions?.selected === number ? null : await takenFrom(there, task, number);
    const left = taken === null ? null : await leavePlace(there, task);
    const event = { type: 'version-selected', number, by: there.approver, taken } as const;
    const selected = await decideTask(there, task.id, event);
    if (left === null && taken !== null) await dropBranch(there, task, taken);
    const notices = await releaseVersions(there, await there.store.tasks.inRun(task.run));
    return { task: selected, notices: left === null ? notices : [left, ...notices] };
  });
};

const takenFrom = async (app: App, original: Task, number: number): Promise<TakenVersion> => {
  const known = original.versions?.made.find((made) => made.number === number);
  if (original.state.status !== 'waiting' || !hasOpenVersions(original))
    throw nothingToChoose(original, `${original.id} waits for no choice of a version`);
  if (known === undefined) throw nothingToChoose(original, `${original.id} has no version ${number}`);
  // What was changed after its gates had passed has not passed them.
  const version = await seeCandidate(app, known.task);
  if (version.state.status !== 'ready')
    throw nothingToChoose(original, `version ${number} is ${endOf(version)?.reason ?? 'still at work'}`);
  const { branch, worktree, baseCommit, head, candidate } = version;
  const { works, verdicts, attempts, rejections, feedback } = version;
  return { branch, worktree, baseCommit, head, candidate, works, verdicts, attempts, rejections, feedback };
};

const nothingToChoose = ({ id }: Task, reason: string): OrchestratorError =>
  new OrchestratorError(
    'nothing-waits',
    `Nothing was changed: ${reason}.`,
    `See \`orchestrator task versions ${id}\`.`,
  );

/** Where the task stood before its versions is nobody's place any more. @returns why it is kept, if it is */
const leavePlace = async (app: App, task: Task): Promise<string | null> => {
  if (!(await isOwnPlace(app, task))) return null;
  const { mainPath } = app.settings.layout;
  const exists = (await app.git.worktrees(mainPath)).some(({ branch }) => branch === task.branch);
  if (!exists) return null;
  const { removed, reason } = await removeWorktree(app, task.worktree);
  return removed ? null : `${task.worktree} is kept: ${reason}`;
};

/** All of its commits are in the version that began there (INV-9). */
const dropBranch = async (app: App, task: Task, taken: TakenVersion): Promise<void> => {
  const { mainPath } = app.settings.layout;
  if (task.head === null || taken.head === null || !(await isOwnPlace(app, task))) return;
  if (await app.git.isAncestor(mainPath, task.head, taken.head))
    await app.git.deleteBranch(mainPath, task.branch, task.head);
};

const isOwnPlace = async (app: Pick<App, 'store'>, task: Task): Promise<boolean> =>
  !(await app.store.tasks.inRun(task.run)).some(({ id, branch }) => id !== task.id && branch === task.branch);
