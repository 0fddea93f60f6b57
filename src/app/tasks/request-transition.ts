import { OrchestratorError } from '../../domain/errors.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import { reasonOf } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { evaluateGates } from '../gates/evaluate-gates.ts';
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
  const { stages } = pipelineOf(app, task);
  const place = (stage: string): number => stages.findIndex(({ name }) => name === stage);
  const to = order.to ?? stages[place(task.stage) + 1]?.name ?? task.stage;
  if (stageOf(pipelineOf(app, task), to) === null) {
    throw new OrchestratorError(
      'usage',
      `There is no stage "${to}".`,
      `Known: ${stages.map(({ name }) => name).join(', ')}.`,
    );
  }
  const answer = (allowed: boolean, reason: string): TransitionAnswer => ({ from: task.stage, to, allowed, reason });
  if (to === stages.at(-1)?.name && task.stage !== to) {
    const how = task.drive === 'engine' ? 'the merge alone, which follows by itself' : 'merge_locally alone';
    return answer(false, `${to} is reached by ${how}`);
  }
  if (task.activeJob !== null) return answer(false, `${task.activeJob.job} (${task.activeJob.role}) is still at work`);
  if (place(task.stage) >= place(to)) return answer(true, `${task.id} is in ${task.stage} already`);
  await followMain(app, scope.run);
  const judged = await app.leases.hold(worktreePath(app, task.worktree), `gates ${task.id}`, () =>
    evaluateGates(app, scope, task.id),
  );
  if (place(judged.stage) >= place(to)) return answer(true, 'all gates on the way have passed');
  return answer(false, reasonOf(judged.state) ?? missingIn(app, judged));
};
