import type { Task } from '../../domain/task.ts';
import { askGate } from '../../gates/registry.ts';
import type { App } from '../app.ts';

const ENTRY = 'entry';

/**
 * What the entry gate says against work before anything of it is stored, so that what it refuses never becomes a task; null where
 * it passes, and where the pipeline does not ask it at its beginning.
 */
export const entryRefusal = (
  app: Pick<App, 'pipelines'>,
  { title, prompt, kind, pipeline }: Pick<Task, 'title' | 'prompt' | 'kind' | 'pipeline'>,
): string | null => {
  if (app.pipelines.get(pipeline)?.stages[0]?.gates.includes(ENTRY) !== true) return null;
  const answer = askGate(ENTRY, {}, { id: '', title, prompt, kind, activeJob: null, candidate: null });
  return answer.outcome === 'pass' ? null : answer.reason;
};
