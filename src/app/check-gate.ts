import { stageOf } from '../domain/pipeline.ts';
import { GATES } from '../gates/registry.ts';
import type { App } from './app.ts';
import { pipelineOf } from './apply-transition.ts';
import { findTask } from './find-task.ts';
import { type GateView, readVerdict } from './read-verdict.ts';

export interface GateListing {
  readonly gate: string;
  readonly artifact: string | null;
  readonly fields: readonly string[];
  readonly description: string;
}

/** Every gate that a pipeline may name. */
export const listGates = (): readonly GateListing[] =>
  [...GATES.values()].map(({ name, artifact, fields, description }) => ({ gate: name, artifact, fields, description }));

/** What the gates of a task's present stage say; one gate when it is named. */
export const checkGate = async (
  app: Pick<App, 'store' | 'pipelines'>,
  name: string,
  gate: string | null,
): Promise<readonly GateView[]> => {
  const task = await findTask(app, name, null);
  if (gate !== null) return readVerdict(app, task, gate);
  const stage = stageOf(pipelineOf(app, task), task.stage);
  return (stage?.gates ?? []).flatMap((stageGate) => readVerdict(app, task, stageGate));
};
