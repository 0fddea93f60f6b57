import { describe, expect, it } from 'vitest';
import type { Pipeline, Stage } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import { decide } from '../../src/engine/decide.ts';
import { accept } from '../../src/engine/decision.ts';
import { type Decide, runDeliveries } from './random-delivery.ts';

const SEED = 20_260_731;
const EVENTS = 105_000;

describe('a delivery, whatever happens to it and in whatever order', () => {
  it('keeps to its gates, its candidate and its people (INV-1, INV-2, INV-13, INV-14)', () => {
    const result = runDeliveries(decide, SEED, EVENTS);
    expect(result.violation).toBeNull();
    // The worlds must get far enough to prove something.
    expect(result.accepted + result.refused).toBeGreaterThanOrEqual(100_000);
    expect(result.accepted).toBeGreaterThan(EVENTS / 3);
    expect(result.refused).toBeGreaterThan(EVENTS / 5);
    expect(result.merged).toBeGreaterThan(200);
    expect(result.blocked).toBeGreaterThan(200);
  });

  const everyStage = (pipeline: Pipeline, change: (stage: Stage, index: number) => Partial<Stage>): Pipeline => ({
    ...pipeline,
    stages: pipeline.stages.map((stage, index) => ({ ...stage, ...change(stage, index) })),
  });
  const afterwards =
    (change: (after: Task, before: Task, type: string) => Partial<Task>): Decide =>
    (pipeline, task, event) => {
      const decision = decide(pipeline, task, event);
      if (!decision.accepted) return decision;
      return { ...decision, task: { ...decision.task, ...change(decision.task, task, event.type) } };
    };

  /** Engines with one fault each: the worlds must find them, or they would prove nothing. */
  const faulty: Readonly<Record<string, Decide>> = {
    'asks gates before the role has worked': (pipeline, task, event) => {
      if (event.type !== 'gates-answered') return decide(pipeline, task, event);
      const { stage } = task;
      const work = { stage, role: '', job: '', from: '', head: '', candidate: task.candidate ?? '' };
      const isMissing = !task.works.some((done) => done.stage === stage);
      return decide(pipeline, isMissing ? { ...task, due: 'gates', works: [...task.works, work] } : task, event);
    },
    'takes verdicts about any candidate': (pipeline, task, event) =>
      event.type === 'gates-answered'
        ? decide(pipeline, task, {
            ...event,
            verdicts: event.verdicts.map((v) => ({ ...v, candidate: task.candidate ?? '' })),
          })
        : decide(pipeline, task, event),
    'takes a pending gate for a pass': (pipeline, task, event) =>
      event.type === 'gates-answered'
        ? decide(pipeline, task, {
            ...event,
            verdicts: event.verdicts.map((v) => (v.outcome === 'pending' ? { ...v, outcome: 'pass' } : v)),
          })
        : decide(pipeline, task, event),
    'goes forward on a failure': (pipeline, task, event) => {
      const next = (index: number): string => pipeline.stages[index + 1]?.name ?? '';
      return decide(
        everyStage(pipeline, (_, index) => ({ onFail: { '*': next(index) } })),
        task,
        event,
      );
    },
    'takes the outcome of any job': (pipeline, task, event) => {
      if (event.type !== 'job-ended') return decide(pipeline, task, event);
      const activeJob = { job: event.job, role: task.activeJob?.role ?? '' };
      return decide(pipeline, { ...task, activeJob }, event);
    },
    'takes what a job did that never started': (pipeline, task, event) =>
      event.type === 'job-ended'
        ? decide(pipeline, { ...task, state: { status: 'running', job: event.job } }, event)
        : decide(pipeline, task, event),
    'takes an approval for another candidate': (pipeline, task, event) =>
      event.type === 'approved'
        ? decide(pipeline, task, { ...event, candidate: task.candidate ?? '' })
        : decide(pipeline, task, event),
    'keeps judgements when the candidate changes': afterwards((after, _, type) =>
      type === 'candidate-seen'
        ? { works: after.works.map((work) => ({ ...work, candidate: after.candidate ?? '' })) }
        : {},
    ),
    'stays in its stage when the candidate changes': (pipeline, task, event) =>
      event.type === 'candidate-seen' && task.state.status === 'planned'
        ? accept({ ...task, head: event.head, candidate: event.candidate })
        : decide(pipeline, task, event),
    'takes whatever a job leaves for the candidate': (pipeline, task, event) => {
      const decision = decide(pipeline, task, event);
      if (!decision.accepted || event.type !== 'job-ended' || event.left === null) return decision;
      const { head, candidate } = event.left;
      return { ...decision, task: { ...decision.task, head, candidate } };
    },
    'keeps later work when earlier work is done anew': afterwards((after, before) => {
      const dropped = before.works.filter((work) => !after.works.some(({ stage }) => stage === work.stage));
      return { works: [...after.works, ...dropped] };
    }),
    'forgets the active job': (pipeline, task, event) =>
      event.type === 'job-requested'
        ? decide(pipeline, { ...task, activeJob: null, due: 'work' }, event)
        : decide(pipeline, task, event),
    'counts no attempts': (pipeline, task, event) =>
      decide(
        everyStage(pipeline, ({ attempts }) => ({ attempts: attempts === null ? null : 99 })),
        task,
        event,
      ),
    'counts an interruption as an attempt': afterwards((_, before, type) =>
      type === 'job-interrupted' ? { attempts: before.attempts } : {},
    ),
    'lets anybody unblock': (pipeline, task, event) =>
      task.state.status === 'blocked' && event.type === 'job-requested'
        ? decide(pipeline, { ...task, state: { status: 'planned' } }, event)
        : decide(pipeline, task, event),
    'starts nobody after a person has spoken': afterwards((_, __, type) =>
      type === 'answered' || type === 'rejected' ? { due: null } : {},
    ),
    'leaves a blocked task without an owner': afterwards(({ state }) =>
      state.status === 'blocked' ? { state: { ...state, owner: '' } } : {},
    ),
  };
  it.each(Object.keys(faulty))('an engine that %s is found out', (fault) => {
    expect(runDeliveries(faulty[fault] ?? decide, SEED, EVENTS).violation).not.toBeNull();
  });
});
