import { isAroundTheWork, OrchestratorError } from '../../domain/errors.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { hasOpenVersions } from '../../domain/version.ts';
import { fansOut } from '../../engine/fan-out.ts';
import type { App } from '../app.ts';
import { evaluateGates, seeCandidate } from '../gates/evaluate-gates.ts';
import { integrate } from '../merge/integrate.ts';
import { writeRunDocument } from '../run-document/write-run-document.ts';
import type { RunScope } from '../run-scope.ts';
import { loadRun } from '../runs/save-run.ts';
import { assertBudgetLeft } from '../runs/spent-budget.ts';
import { aggregateVersions } from '../versions/aggregate-versions.ts';
import { beginVersions } from '../versions/begin-versions.ts';
import { ensureTaskWorktree } from '../worktrees/task-worktree.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { applyTransition } from './apply-transition.ts';
import { unmergedOf } from './dependencies-of.ts';
import { failureReason } from './failure-reason.ts';
import { pipelineOf } from './pipeline-of.ts';

/**
 * Does what a task is due for, one step after another, until a job is queued for it or it waits for somebody. What is due is part
 * of the task's state, so after a crash any process goes on from there (INV-7).
 * Rejects with what must end the run: a main that moved, a red baseline, a database that cannot be written.
 */
export const advanceTask = async (app: App, scope: RunScope, taskId: string): Promise<void> => {
  for (;;) {
    const task = await app.store.tasks.get(taskId);
    if (task === null || task.due === null || task.activeJob !== null || scope.signal.aborted) return;
    await step(app, scope, task);
    const now = await app.store.tasks.get(taskId);
    // Held by something outside of it, or refused: the same step again would answer the same.
    if (now === null || now.state.status === 'waiting' || now.version === task.version) return;
  }
};

const step = async (app: App, scope: RunScope, task: Task): Promise<void> => {
  try {
    switch (task.due) {
      case 'work':
        // A late change leads back to an earlier stage: its judge would work for nothing.
        return await beginWork(app, task.head === null ? task : await seeCandidate(app, task.id));
      case 'gates':
        return await askGates(app, scope, task);
      case 'merge':
        await integrate(app, scope, task.id);
        return;
      case null:
        return;
    }
  } catch (error) {
    if (scope.signal.aborted) return;
    if (error instanceof OrchestratorError && !isAroundTheWork(error)) throw error;
    await applyTransition(app, task.id, { type: 'held', reason: failureReason(app, error, { task: task.id }) });
  }
};

const beginWork = (app: App, task: Task): Promise<void> => {
  const stage = fansOut(pipelineOf(app, task), task);
  if (stage === null) return queueWork(app, task);
  return hasOpenVersions(task) ? aggregateVersions(app, task, stage) : beginVersions(app, task, stage);
};

/** Queues the job of the stage's role; a task whose dependencies are lost takes none. */
const queueWork = async (app: App, task: Task): Promise<void> => {
  const role = stageOf(pipelineOf(app, task), task.stage)?.role ?? null;
  if (role === null || task.due !== 'work') return;
  await assertBudgetLeft(app, await loadRun(app, task.run));
  await writeRunDocument(app, task.run);
  const job = `J-${await app.store.nextNumber('job')}`;
  const unmerged = await unmergedOf(app.store, task);
  const event = { type: 'job-requested', job, role, instructions: versionNote(task), unmerged } as const;
  const applied = await applyTransition(app, task.id, event);
  if (applied.accepted) app.progress.emit({ type: 'job-queued', job, task: task.id, role, waitsFor: null });
};

/** What a role is told that is not the only one at it. */
const versionNote = ({ versionOf }: Task): string =>
  versionOf === null
    ? ''
    : `You make version ${versionOf.number} of this work. ${versionOf.of} versions are made side by side, each on a branch of its own, and none knows of the others: go your own way.`;

const askGates = (app: App, scope: RunScope, task: Task): Promise<void> =>
  app.leases.hold(worktreePath(app, task.worktree), `gates ${task.id}`, async () => {
    // Who held the worktree before may have asked them.
    if ((await app.store.tasks.get(task.id))?.due !== 'gates') return;
    // Before any role has worked there is no branch to look at yet.
    if (task.head === null) await ensureTaskWorktree(app, task);
    await evaluateGates(app, scope, task.id);
  });
