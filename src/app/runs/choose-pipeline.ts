import { OrchestratorError } from '../../domain/errors.ts';
import { askedPipeline } from '../../domain/pipeline/asked-pipeline.ts';
import type { App } from '../app.ts';

/**
 * The pipeline of new work: the one that is named, else the one that the request asks for in its own words (said to the person), else
 * the standard one.
 * @param named as given on the command line or by a board, known or not; null: nobody named one
 */
export const choosePipeline = (
  { pipelines, progress }: Pick<App, 'pipelines' | 'progress'>,
  named: string | null,
  request: string,
): string => {
  if (named !== null) return named;
  const asked = askedPipeline(request);
  if (asked === null || !pipelines.has(asked.pipeline)) return DEFAULT_PIPELINE;
  const text = `"${asked.words}" asks for the pipeline ${asked.pipeline}; --pipeline ${DEFAULT_PIPELINE} takes the short way.`;
  progress.emit({ type: 'notice', level: 'info', text });
  return asked.pipeline;
};

/** What a task follows that names no pipeline. */
export const DEFAULT_PIPELINE = 'subtask';

/** Throws `usage` for an unknown pipeline. */
export const assertPipeline = (app: Pick<App, 'pipelines'>, pipeline: string): void => {
  if (app.pipelines.has(pipeline)) return;
  throw new OrchestratorError(
    'usage',
    `There is no pipeline "${pipeline}".`,
    `Known: ${[...app.pipelines.keys()].join(', ')}.`,
  );
};
