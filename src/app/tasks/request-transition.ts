import { OrchestratorError } from '../../domain/errors.ts';
import { isLastWorkingStage, nextStage, type Pipeline, stageOf } from '../../domain/pipeline/pipeline.ts';
import { reasonOf, type Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { evaluateGates } from '../gates/evaluate-gates.ts';
import { judgeMergeAhead } from '../merge/judge-merge.ts';
import { followMain } from '../merge/main-watch.ts';
import type { RunScope } from '../run-scope.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { findTask } from './find-task.ts';
import { missingIn } from './missing-in.ts';
import { pipelineOf } from './pipeline-of.ts';

export interface TransitionAnswer {
  readonly from: string;
  readonly to: string;
  readonly allowed: boolean;
  readonly reason: string;
}

/** The lead asks for a later stage; the gates answer. Nothing moves on main: the way into `done` is the merge alone. */
export const requestTransition = async (
  app: App,
  scope: RunScope,
  order: { task: string; to: string | null },
): Promise<TransitionAnswer> => {
  const task = await findTask(app, order.task, scope.run);
  const pipeline = pipelineOf(app, task);
  const { stages } = pipeline;
  const to = stageAskedFor(pipeline, task, order.to);
  const place = (stage: string): number => stages.findIndex(({ name }) => name === stage);
  const answer = (allowed: boolean, reason: string): TransitionAnswer => ({ from: task.stage, to, allowed, reason });
  if (to === stages.at(-1)?.name && task.stage !== to) {
    const how = task.drive === 'engine' ? 'the merge alone, which follows by itself' : 'merge_locally alone';
    return answer(false, `${to} is reached by ${how}`);
  }
  if (task.activeJob !== null) return answer(false, `${task.activeJob.job} (${task.activeJob.role}) is still at work`);
  const merges = asksMergeGates(pipeline, task, to);
  if (place(task.stage) > place(to) || (task.stage === to && !merges))
    return answer(true, `${task.id} is in ${task.stage} already`);
  const judged = await app.leases.hold(
    worktreePath(app, merges ? 'main' : task.worktree),
    `gates ${task.id}`,
    async () => {
      await followMain(app, scope.run);
      return merges ? judgeUpToMerge(app, scope, task) : evaluateGates(app, scope, task.id);
    },
  );
  const isThere = merges ? judged.state.status === 'ready' : place(judged.stage) >= place(to);
  return isThere
    ? answer(true, 'all gates on the way have passed')
    : answer(false, reasonOf(judged.state) ?? missingIn(app, judged));
};

/** The gates of the last working stage guard the move of main: who asks for that stage asks them too, where the lead moves it. */
const asksMergeGates = (pipeline: Pipeline, { drive }: Task, to: string): boolean => {
  const stage = stageOf(pipeline, to);
  return drive === 'lead' && stage !== null && isLastWorkingStage(pipeline, stage);
};

/** With main held still, as for the merge itself. */
const judgeUpToMerge = (app: App, scope: RunScope, { id, worktree }: Task): Promise<Task> =>
  app.leases.hold(worktreePath(app, worktree), `gates ${id}`, async () => {
    const judged = await evaluateGates(app, scope, id);
    const stage = stageOf(pipelineOf(app, judged), judged.stage);
    const isLast = stage !== null && isLastWorkingStage(pipelineOf(app, judged), stage);
    return isLast ? judgeMergeAhead(app, scope, judged) : judged;
  });

/** The name of the stage that a call means, the next one where it names none. Throws `usage` for an unknown one. */
export const stageAskedFor = (pipeline: Pipeline, task: Task, named: string | null): string => {
  const stage = named ?? nextStage(pipeline, task.stage)?.name ?? task.stage;
  if (stageOf(pipeline, stage) !== null) return stage;
  throw new OrchestratorError(
    'usage',
    `There is no stage "${stage}".`,
    `Known: ${pipeline.stages.map(({ name }) => name).join(', ')}.`,
  );
};
