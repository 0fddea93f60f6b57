import { isAroundTheWork, OrchestratorError } from '../../domain/errors.ts';
import { isLastWorkingStage, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Run } from '../../domain/run.ts';
import { reasonOf, type Task } from '../../domain/task.ts';
import type { CheckRun } from '../../domain/verdict/verdict.ts';
import { isWorkDone } from '../../engine/entering.ts';
import type { App } from '../app.ts';
import { evaluateGates, seeCandidate } from '../gates/evaluate-gates.ts';
import type { RunScope } from '../run-scope.ts';
import { loadRun } from '../runs/save-run.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { missingIn } from '../tasks/missing-in.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { buildMerge } from './build-merge.ts';
import { deliverPatch } from './deliver-patch.ts';
import { judgeMerge, waitsForApproval } from './judge-merge.ts';
import { followMain } from './main-watch.ts';
import { moveMain } from './move-main.ts';
import { obstacleOnMain, overwrittenOnMain } from './obstacle-on-main.ts';

/** What came of a merge; `commit` is where main, or the run's own line, is then. */
export type Integration = IntegrationDetails &
  ({ readonly merged: true; readonly commit: string } | { readonly merged: false; readonly commit: null });

interface IntegrationDetails {
  readonly reason: string;
  readonly conflicts: readonly string[];
  readonly checks: readonly CheckRun[];
}

/**
 * Brings one task into main, one task at a time (INV-10): asks every gate on the way, builds the merge apart, checks it, and
 * moves main by fast-forward to that very commit. A conflict or a red check leaves main untouched and sends the task back.
 * Rejects with `main-moved` when main is not where the engine left it.
 */
export const integrate = (app: App, scope: RunScope, taskId: string): Promise<Integration> =>
  app.leases.hold(worktreePath(app, 'main'), `merge ${taskId}`, async () => {
    await followMain(app, scope.run);
    const known = await seeCandidate(app, taskId);
    if (known.state.status === 'merged') {
      return { ...refused('it is merged already'), merged: true, commit: known.state.commit };
    }
    if (known.activeJob !== null)
      return refused(`${known.activeJob.job} (${known.activeJob.role}) is still at work on ${known.id}`);
    return app.leases.hold(worktreePath(app, known.worktree), `merge ${taskId}`, () =>
      askGates(app, scope, taskId).catch((error: unknown) => refusedByTrouble(app, scope, taskId, error)),
    );
  });

const askGates = async (app: App, scope: RunScope, taskId: string): Promise<Integration> => {
  const task = await evaluateGates(app, scope, taskId);
  const pipeline = pipelineOf(app, task);
  if (pipeline.delivery === 'none')
    return refused(`the pipeline ${pipeline.name} delivers nothing: what is on ${task.branch} is the person's`);
  const stage = stageOf(pipeline, task.stage);
  if (stage === null || !isLastWorkingStage(pipeline, stage) || waitsForApproval(task)) return refusedBy(app, task);
  if (!isWorkDone(pipeline, task, stage)) return refused(missingIn(app, task));
  return task.head === null ? refused(`${task.id} has no branch yet`) : mergeReady(app, scope, task, task.head);
};

const mergeReady = async (app: App, scope: RunScope, task: Task, head: string): Promise<Integration> => {
  const run = await loadRun(app, scope.run);
  const obstacle = await obstacleOnMain(app, run);
  if (obstacle !== null) return hold(app, task.id, obstacle);
  const merge = await buildMerge(app, run, task, head);
  const overwritten = await overwrittenOnMain(app, run, merge.commit);
  if (overwritten !== null) return hold(app, task.id, overwritten);
  const judged = await judgeMerge(app, scope, { task, head }, merge);
  if (judged.state.status !== 'ready' || merge.commit === null) return refusedBy(app, judged);
  const refusal = await refusalSince(app, run, task, merge.commit);
  if (refusal !== null) return refusal;

  if (run.delivery === 'patch-only') await deliverPatch(app, run, task, merge.commit);
  else await moveMain(app, run, task, merge.commit);
  const checks = judged.verdicts.find((v) => v.gate === 'merge-checks-green')?.evidence.checks ?? [];
  return { merged: true, commit: merge.commit, reason: 'all gates passed', conflicts: [], checks };
};

/** What ran since the first look was a check: it may have touched the branch, main, or files in main's checkout. */
const refusalSince = async (app: App, run: Run, task: Task, commit: string): Promise<Integration | null> => {
  await followMain(app, run.id);
  const head = await app.git.resolve(run.mainPath, `refs/heads/${task.branch}`);
  const now = await seeCandidate(app, task.id);
  if (head !== task.head) return refused(`${task.branch} changed while its checks ran`);
  if (now.activeJob !== null) return refused(`${now.activeJob.job} is to work on ${now.id} again`);
  if (now.state.status !== 'ready') return refusedBy(app, now);
  const inTheWay = (await obstacleOnMain(app, run)) ?? (await overwrittenOnMain(app, run, commit));
  return inTheWay === null ? null : hold(app, task.id, inTheWay);
};

const hold = async (app: App, task: string, reason: string): Promise<Integration> => {
  await applyTransition(app, task, { type: 'held', reason });
  return refused(reason);
};

/** A failed set-up says nothing about the candidate; a moved main or a red baseline ends the run. */
const refusedByTrouble = async (app: App, scope: RunScope, taskId: string, error: unknown): Promise<Integration> => {
  if (scope.signal.aborted || !(error instanceof OrchestratorError) || !isAroundTheWork(error)) throw error;
  return hold(app, taskId, `${error.code}: ${error.message}`);
};

const refused = (reason: string): Integration => ({ merged: false, commit: null, reason, conflicts: [], checks: [] });

const refusedBy = (app: App, task: Task): Integration => {
  const answers = task.verdicts.filter((v) => v.outcome !== 'pass' && v.candidate === task.candidate);
  return {
    ...refused(reasonOf(task.state) ?? missingIn(app, task)),
    conflicts: answers.flatMap((v) => v.evidence.conflicts ?? []),
    checks: answers.flatMap((v) => v.evidence.checks ?? []),
  };
};
