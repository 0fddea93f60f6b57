import { stageOf } from '../domain/pipeline.ts';
import type { Task } from '../domain/task.ts';
import type { GateEvidence, GateOutcome } from '../domain/verdict.ts';
import type { App } from './app.ts';
import { pipelineOf } from './apply-transition.ts';

export interface GateView {
  readonly gate: string;
  readonly outcome: GateOutcome;
  readonly reason: string;
  readonly evidence: GateEvidence;
}

/** What the gates of a task's pipeline say of its present candidate; one that was not asked is pending (INV-13). */
export const readVerdict = (app: Pick<App, 'pipelines'>, task: Task, gate: string | null): readonly GateView[] => {
  const pipeline = pipelineOf(app, task);
  const reached = pipeline.stages.findIndex(({ name }) => name === (stageOf(pipeline, task.stage)?.name ?? ''));
  const stages = pipeline.stages.filter((_, index) => index <= Math.max(reached, 0));
  const asked = task.verdicts.map((verdict) => verdict.gate);
  const names = gate === null ? [...new Set([...stages.flatMap(({ gates }) => gates), ...asked])] : [gate];
  return names.map((name) => viewOf(task, name));
};

const viewOf = (task: Task, gate: string): GateView => {
  const verdict = task.verdicts.find((v) => v.gate === gate);
  if (verdict === undefined) return { gate, outcome: 'pending', reason: 'not asked yet', evidence: {} };
  if (verdict.candidate !== task.candidate) {
    return { gate, outcome: 'pending', reason: 'stale: the candidate has changed since', evidence: {} };
  }
  return { gate, outcome: verdict.outcome, reason: verdict.reason, evidence: verdict.evidence };
};
