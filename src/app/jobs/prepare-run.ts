import type { Job } from '../../domain/job.ts';
import type { Material } from '../../domain/worker/material.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { bringMaterials } from '../worktrees/bring-materials.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { noteUntracked } from '../worktrees/uncommitted-work.ts';
import { noteStart } from './role-access.ts';
import { type VisibleState, visibleState } from './visible-state.ts';
import { watchReports } from './watch-reports.ts';
import { watchTampering } from './watch-tampering.ts';
import type { Workplace } from './work-apart.ts';

/** A role's worktree that is ready for its worker, and what tells afterwards what the worker did there. */
export interface PreparedRun extends Workplace {
  readonly job: Job;
  readonly role: AgentRole;
  /** What was fetched into the worktree. */
  readonly materials: readonly Material[];
  readonly before: VisibleState;
  /** The head that changes are counted from. */
  readonly from: string;
  /** Takes away the reports of earlier rounds that the worker has not written anew. */
  dropStaleReports(): Promise<void>;
  /** What was changed that git runs code from, as one sentence; null when nothing was. */
  tamperingSince(): Promise<string | null>;
}

export const prepareRun = async (
  app: App,
  scope: RunScope,
  { job, role, place }: { job: Job; role: AgentRole; place: Workplace },
): Promise<PreparedRun> => {
  const { task, made } = place;
  const { path } = made;
  await setUpWorktree(app, { name: task.worktree, path, run: scope.run, signal: scope.signal });
  const materials = await bringMaterials(app, task, path, scope.signal);
  const before = await visibleState(app, path);
  await noteUntracked(app, task.worktree, before.status.untracked);
  const from = await noteStart(app, made);
  const dropStaleReports = await watchReports(app, task, { path, status: before.status });
  const tamperingSince = await watchTampering(app);
  return { job, role, task, made, materials, before, from, dropStaleReports, tamperingSince };
};
