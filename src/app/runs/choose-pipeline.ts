import { askedPipeline } from '../../domain/pipeline/asked-pipeline.ts';
import type { App } from '../app.ts';
import { DEFAULT_PIPELINE } from './start-run.ts';

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
