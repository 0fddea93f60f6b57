import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { isWorkDone } from '../../engine/entering.ts';
import type { App } from '../app.ts';
import { pipelineOf } from './pipeline-of.ts';

/** What a task lacks before the gates of its stage can let it out, in words for the lead. */
export const missingIn = (app: Pick<App, 'pipelines'>, task: Task): string => {
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  if (stage !== null && !isWorkDone(pipeline, task, stage)) {
    const starts = task.due === 'work' ? '; it is started by itself: wait_for_jobs' : '';
    return `the ${stage.role} has to work on ${task.id} in ${stage.name} first${starts}`;
  }
  return task.candidate === null
    ? `${task.id} has no candidate yet: its branch ${task.branch} holds nothing to judge`
    : `${task.id} is ${task.state.status} in ${task.stage}`;
};
