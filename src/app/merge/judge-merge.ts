import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { isWorkDone } from '../../engine/entering.ts';
import { needsOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { checkTextBetween } from '../gates/check-text-between.ts';
import { type Candidate, collectEvidence } from '../gates/collect-evidence.ts';
import { answerStage, type Look } from '../gates/evaluate-gates.ts';
import type { RunScope } from '../run-scope.ts';
import { loadRun } from '../runs/save-run.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { type BuiltMerge, buildMerge, checksOfMerge } from './build-merge.ts';

/** Asks the gates that guard the move of main about a merge as it was built, and commits what they say. */
export const judgeMerge = async (app: App, scope: RunScope, candidate: Candidate, merge: BuiltMerge): Promise<Task> => {
  const { task } = candidate;
  const stage = stageOf(pipelineOf(app, task), task.stage);
  if (stage === null) return task;
  return (await answerStage(app, task, stage, lookAtMerge(app, scope, candidate, merge))).task;
};

/** The same about the merge that would be built now: the gates of `integrate`, and nothing moves. The caller holds main. */
export const judgeMergeAhead = async (app: App, scope: RunScope, task: Task): Promise<Task> => {
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  if (stage === null || task.head === null || waitsForApproval(task) || !isWorkDone(pipeline, task, stage)) return task;
  const merge = await buildMerge(app, await loadRun(app, scope.run), task, task.head);
  return judgeMerge(app, scope, { task, head: task.head }, merge);
};

/** A task that was merely held, by a dirty checkout say, may try again. */
export const waitsForApproval = (task: Task): boolean =>
  task.verdicts.some((v) => v.outcome === 'pending' && v.candidate === task.candidate);

/**
 * What the last gates look at, collected when they ask: a conflict or a dirty worktree is found before any check runs. What
 * happens to the checks is looked at from main, since a branch that took main in can undo what others merged (INV-3).
 */
const lookAtMerge =
  (app: App, scope: RunScope, candidate: Candidate, merge: BuiltMerge): Look =>
  async (gate) => {
    const kinds = needsOf(gate);
    return {
      ...(await collectEvidence(app, scope, candidate, gate)),
      ...(kinds.includes('merge') ? { merge: { conflicts: merge.conflicts } } : {}),
      ...(kinds.includes('checkText') && merge.commit !== null
        ? { checkText: await checkTextBetween(app, scope, merge.target, merge.commit) }
        : {}),
      ...(kinds.includes('mergeChecks') && merge.commit !== null
        ? { mergeChecks: await checksOfMerge(app, scope, candidate.task, merge) }
        : {}),
    };
  };
