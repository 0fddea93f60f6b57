import { OrchestratorError } from '../../domain/errors.ts';
import { stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { isWorkDone } from '../../engine/entering.ts';
import { GATES } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { findTask } from '../tasks/find-task.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { type GateView, readVerdict } from '../tasks/read-verdict.ts';
import { lookAtBranch } from './evaluate-gates.ts';

export interface GateListing {
  readonly gate: string;
  readonly artifact: string | null;
  readonly fields: readonly string[];
  readonly description: string;
}

/** Every gate that a pipeline may name. */
export const listGates = (): readonly GateListing[] =>
  [...GATES.values()].map(({ name, artifact, fields, description }) => ({ gate: name, artifact, fields, description }));

/**
 * What the gates of a task's present stage say of its branch as it is now; one gate when it is named. Nothing is asked anew and
 * nothing is written. A task that was sent back stands where the gates of another stage have put it: the newest rejection says so.
 */
export const checkGate = async (
  app: Pick<App, 'store' | 'pipelines' | 'git' | 'settings'>,
  name: string,
  gate: string | null,
): Promise<readonly GateView[]> => {
  const known = await findTask(app, name, null);
  const task = { ...known, ...(await lookAtBranch(app, known)) };
  if (gate !== null) {
    if (!GATES.has(gate)) throw unknownGate(gate);
    return readVerdict(app, task, gate);
  }
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  const gates = stage?.gates ?? [];
  const isWorkedOn = stage === null || (task.activeJob === null && isWorkDone(pipeline, task, stage));
  const views = gates.flatMap((stageGate) => readVerdict(app, task, stageGate)).map(isWorkedOn ? asItIs : unlessPassed);
  const rejection = standsRejected(task) ? newestRejection(task) : null;
  if (rejection === null) return views;
  return [rejection, ...views.filter((view) => view.gate !== rejection.gate)];
};

/** A misspelt gate would be pending for ever. */
export const unknownGate = (gate: string): OrchestratorError =>
  new OrchestratorError('usage', `There is no gate "${gate}".`, 'See `orchestrator gate list`.');

const asItIs = (view: GateView): GateView => view;

/** What has passed before its role has worked has passed for what is to be replaced. */
const unlessPassed = (view: GateView): GateView =>
  view.outcome === 'pass' ? { ...view, outcome: 'pending', reason: 'its role is still to work', evidence: {} } : view;

const standsRejected = ({ state }: Task): boolean => state.status === 'sent-back' || state.status === 'blocked';

const newestRejection = ({ verdicts, candidate }: Task): GateView | null => {
  const failed = verdicts.filter((verdict) => verdict.outcome === 'fail' && verdict.candidate === candidate);
  const newest = failed.toSorted((a, b) => a.at - b.at).at(-1);
  if (newest === undefined) return null;
  const { gate, outcome, reason, evidence } = newest;
  return { gate, outcome, reason, evidence };
};
