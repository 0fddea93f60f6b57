import { nextStage, type Pipeline, type Stage, stageOf } from '../domain/pipeline/pipeline.ts';
import { chooseStage } from '../domain/pipeline/stage-conditions.ts';
import type { Rejection, Task } from '../domain/task.ts';
import type { EngineCommand } from '../domain/task-event.ts';
import type { Decision } from './decision.ts';

/**
 * The stage that follows, without those whose condition does not hold. What the gates of a skipped stage would ask nobody asks: a
 * pipeline with a gate of the delivery in such a stage is refused when it is loaded.
 */
export const stageAfter = (pipeline: Pipeline, from: Stage, task: Task): Stage | null =>
  wayFrom(pipeline, from, task).stage;

/**
 * A decision that moved a task, with why each optional stage on its way was entered or left out, for the journal (KB-03). One that was left
 * out is entered after all where a later gate sends the task to it.
 */
export const tellingChoices = (pipeline: Pipeline, before: Task, decision: Decision): Decision => {
  const from = stageOf(pipeline, before.stage);
  if (!decision.accepted || from === null) return decision;
  const { task, commands } = decision;
  const rejection = task.rejections.length > before.rejections.length ? task.rejections.at(-1) : undefined;
  if (rejection !== undefined) return { ...decision, commands: [...commands, ...choiceOf(pipeline, task, rejection)] };
  const { stage, choices } = wayFrom(pipeline, from, task);
  return stage?.name === task.stage ? { ...decision, commands: [...commands, ...choices] } : decision;
};

const choiceOf = (pipeline: Pipeline, task: Task, { stage, to, gate, reason }: Rejection): readonly EngineCommand[] => {
  const isOptional = (stageOf(pipeline, to)?.when ?? null) !== null;
  if (!isOptional || stage === to || task.due !== 'work') return [];
  return [{ type: 'stage-chosen', stage: to, entered: true, reason: `${gate}: ${reason.split('\n')[0] ?? ''}` }];
};

const wayFrom = (pipeline: Pipeline, from: Stage, task: Task) => {
  const choices: EngineCommand[] = [];
  for (let stage = nextStage(pipeline, from.name); ; stage = nextStage(pipeline, stage.name)) {
    if (stage === null || stage.when === null) return { stage, choices };
    const choice = chooseStage(stage.when, task);
    choices.push({ type: 'stage-chosen', stage: stage.name, ...choice });
    if (choice.entered) return { stage, choices };
  }
};
