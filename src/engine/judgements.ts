import { isJudging, type Pipeline, type Stage } from '../domain/pipeline/pipeline.ts';
import type { Task } from '../domain/task.ts';

/**
 * A task that goes to a role which works behind a judge, for another reason than that judge's findings: what stands in the
 * judgements before it says nothing of what will be made now. They go, and have to be made anew (INV-2).
 */
export const withoutEarlierJudgements = (pipeline: Pipeline, task: Task, to: Stage): Task => {
  if (to.role === null || isJudging(pipeline, to)) return task;
  const earlier = pipeline.stages.slice(0, pipeline.stages.indexOf(to));
  const gone = new Set(earlier.filter((stage) => isJudging(pipeline, stage)).map(({ name }) => name));
  return { ...task, works: task.works.filter(({ stage }) => !gone.has(stage)) };
};
