import { isJudging, isLastWorkingStage, type Pipeline, type Stage } from '../domain/pipeline/pipeline.ts';
import type { Task } from '../domain/task.ts';
import { start } from './starting.ts';

/**
 * Whether the role of a stage has done what is needed before its gates are asked. A judgement counts for the candidate that was
 * judged and no other (INV-2). What a role makes may also come from the lead's own hands, where the lead drives the task.
 */
export const isWorkDone = (pipeline: Pipeline, task: Task, stage: Stage): boolean => {
  if (stage.role === null) return true;
  const work = task.works.find((done) => done.stage === stage.name);
  if (isJudging(pipeline, stage)) return work?.candidate === task.candidate;
  return work !== undefined || task.drive === 'lead';
};

/** Puts a task into a stage, with what the harness does there by itself: judges are started in every pipeline. */
export const enter = (pipeline: Pipeline, task: Task, stage: Stage): Task => {
  const moved: Task = { ...task, stage: stage.name, state: { status: 'planned' }, due: null };
  if (!isWorkDone(pipeline, moved, stage)) {
    const startsItself = task.drive === 'engine' || isJudging(pipeline, stage);
    return startsItself ? start(stage, moved, 'what it built on has changed') : moved;
  }
  const waitsForLead = stage.role !== null && !task.works.some((done) => done.stage === stage.name);
  return waitsForLead && !isLastWorkingStage(pipeline, stage) ? moved : askGates(pipeline, moved, stage);
};

/** Has the gates of a task's stage asked; those of the last working stage are asked by the merge, with main held still. */
export const askGates = (pipeline: Pipeline, task: Task, stage: Stage): Task =>
  isLastWorkingStage(pipeline, stage)
    ? { ...task, state: { status: 'ready' }, due: isMergedByItself(pipeline, task) ? 'merge' : null }
    : { ...task, due: 'gates' };

const isMergedByItself = ({ delivery }: Pipeline, { drive }: Task): boolean =>
  drive === 'engine' && delivery !== 'none';
