import { OrchestratorError } from '../../domain/errors.ts';
import type { Pipeline } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** The pipeline of a task. A missing one is an error of the configuration, not of the task: throws `pipeline-invalid`. */
export const pipelineOf = (app: Pick<App, 'pipelines'>, task: Pick<Task, 'id' | 'pipeline'>): Pipeline => {
  const pipeline = app.pipelines.get(task.pipeline);
  if (pipeline !== undefined) return pipeline;
  throw new OrchestratorError(
    'pipeline-invalid',
    `${task.id} follows the pipeline "${task.pipeline}", which does not exist.`,
    `Put it back into .openclaw/pipelines; known: ${[...app.pipelines.keys()].join(', ')}.`,
  );
};
