import { nextStage, type Pipeline, type Stage, stageOf } from '../domain/pipeline.ts';
import { chooseStage } from '../domain/stage-conditions.ts';
import type { Task } from '../domain/task.ts';
import type { EngineCommand } from '../domain/task-event.ts';
import type { Decision } from './decision.ts';

/**
 * The stage that follows, without those whose condition does not hold. What the gates of a skipped stage would ask nobody asks: a
 * pipeline with a gate of the delivery in such a stage is refused when it is loaded.
 */
export const stageAfter = (pipeline: Pipeline, from: Stage, task: Task): Stage | null =>
  wayFrom(pipeline, from, task).stage;

/** A decision that took a task on, with why each optional stage on its way was entered or left out, for the journal (KB-03). */
export const tellingChoices = (pipeline: Pipeline, before: Task, decision: Decision): Decision => {
  const from = stageOf(pipeline, before.stage);
  if (!decision.accepted || from === null) return decision;
  const { task, commands } = decision;
  const { stage, choices } = wayFrom(pipeline, from, task);
  return stage?.name === task.stage ? { ...decision, commands: [...commands, ...choices] } : decision;
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
