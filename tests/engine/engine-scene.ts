import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import type { GateOutcome, Verdict } from '../../src/domain/verdict/verdict.ts';
import { decide } from '../../src/engine/decide.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { createStage, createTask } from '../helpers/store.ts';

/** Two stages of work and gates before the one that delivers. */
export const PIPELINE: Pipeline = {
  name: 'subtask',
  description: 'for tests',
  review: 'none',
  starts: 'lead',
  workItem: null,
  records: [],
  commit: 'harness',
  shared: [],
  stages: [
    createStage({ name: 'development', role: 'developer', gates: ['change-present'] }),
    createStage({ name: 'checks', gates: ['checks-unchanged', 'checks-green'], onFail: { '*': 'development' } }),
    createStage({ name: 'merge', gates: ['no-conflict'], onFail: { '*': 'development' } }),
    createStage({ name: 'done' }),
  ],
};

/** A task whose branch holds the tree `tree-1`. */
export const developed = (overrides: Partial<Task> = {}): Task =>
  createTask({ stage: 'development', head: 'head-1', candidate: 'tree-1', ...overrides });

export const verdict = (gate: string, outcome: GateOutcome = 'pass', candidate = 'tree-1'): Verdict => ({
  gate,
  outcome,
  candidate,
  reason: `${gate} says ${outcome}`,
  evidence: {},
  at: 1,
});

export const take = (task: Task, event: TaskEvent): Decision => decide(PIPELINE, task, event);

/** The task after events that must all be accepted. */
export const replay = (task: Task, ...events: readonly TaskEvent[]): Task =>
  events.reduce((present, event) => {
    const decision = take(present, event);
    if (!decision.accepted) throw new Error(`${event.type} was refused: ${decision.reason}`);
    return decision.task;
  }, task);

export const requested: Extract<TaskEvent, { type: 'job-requested' }> = {
  type: 'job-requested',
  job: 'J-1',
  role: 'developer',
  instructions: '',
  unmerged: [],
};
export const started: TaskEvent = { type: 'job-started', job: 'J-1' };
export const ended = (status: 'succeeded' | 'failed' | 'blocked' | 'timed-out' | 'cancelled'): TaskEvent => ({
  type: 'job-ended',
  job: 'J-1',
  status,
  reason: 'because',
  left: null,
});
export const answered = (stage: string, ...verdicts: readonly Verdict[]): TaskEvent => ({
  type: 'gates-answered',
  stage,
  verdicts,
});
export const seen = (candidate: string, head = `head-of-${candidate}`): TaskEvent => ({
  type: 'candidate-seen',
  head,
  candidate,
  changed: ['src/a.ts'],
});
export const merged: TaskEvent = { type: 'merged', commit: 'merge-commit' };

/** All gates of the way to the merge have passed for `tree-1`. */
export const ready = (): Task =>
  replay(
    developed(),
    answered('development', verdict('change-present')),
    answered('checks', verdict('checks-unchanged'), verdict('checks-green')),
    answered('merge', verdict('no-conflict')),
  );
