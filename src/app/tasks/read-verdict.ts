import type { Task } from '../../domain/task.ts';
import type { GateEvidence, GateOutcome } from '../../domain/verdict/verdict.ts';
import type { App } from '../app.ts';
import { pipelineOf } from './pipeline-of.ts';

export interface GateView {
  readonly gate: string;
  readonly outcome: GateOutcome;
  readonly reason: string;
  readonly evidence: GateEvidence;
}

/**
 * What the gates of a task's pipeline say, up to its present stage: in this one of the present candidate, and a gate that was not
 * asked is pending (INV-13); for a stage that it has left, what let it out. A change that takes that back takes the task back too.
 */
export const readVerdict = (app: Pick<App, 'pipelines'>, task: Task, gate: string | null): readonly GateView[] => {
  const { stages } = pipelineOf(app, task);
  const reached = Math.max(
    stages.findIndex(({ name }) => name === task.stage),
    0,
  );
  const gatesOf = (from: number, to: number): readonly string[] => stages.slice(from, to).flatMap(({ gates }) => gates);
  const present = gatesOf(reached, reached + 1);
  const left = gatesOf(0, reached).filter((name) => !present.includes(name));
  const asked = task.verdicts.map((verdict) => verdict.gate);
  const names = gate === null ? [...new Set([...gatesOf(0, reached + 1), ...asked])] : [gate];
  return names.map((name) => viewOf(task, name, left.includes(name)));
};

const viewOf = (task: Task, gate: string, isLeft: boolean): GateView => {
  const verdict = task.verdicts.find((v) => v.gate === gate);
  if (verdict === undefined) return { gate, outcome: 'pending', reason: 'not asked yet', evidence: {} };
  if (verdict.candidate !== task.candidate && !isLeft) {
    return { gate, outcome: 'pending', reason: 'stale: the candidate has changed since', evidence: {} };
  }
  return { gate, outcome: verdict.outcome, reason: verdict.reason, evidence: verdict.evidence };
};
