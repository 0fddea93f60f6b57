import { describe, expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { accept } from '../../src/engine/decision.ts';
import { type Decide, runWorlds } from './random-world.ts';

const SEED = 20_260_731;
const EVENTS = 20_000;

describe('whatever happens, in whatever order', () => {
  it('nothing is merged without all passes, no task has two jobs, and what is lost is skipped (INV-1, INV-2, INV-7)', () => {
    const result = runWorlds(decide, SEED, EVENTS);
    expect(result.violation).toBeNull();
    // The worlds must get far enough to prove something.
    expect(result.accepted).toBeGreaterThan(EVENTS / 4);
    expect(result.merged).toBeGreaterThan(20);
    expect(result.skipped).toBeGreaterThan(20);
  });

  /** Engines with one fault each: the worlds must find them, or they would prove nothing. */
  const faulty: Readonly<Record<string, Decide>> = {
    'keeps verdicts when the candidate changes': (pipeline, task, event) =>
      event.type === 'candidate-seen'
        ? accept({
            ...task,
            candidate: event.candidate,
            verdicts: task.verdicts.map((v) => ({ ...v, candidate: event.candidate })),
          })
        : decide(pipeline, task, event),
    'takes answers about any candidate': (pipeline, task, event) =>
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
    'forgets the active job': (pipeline, task, event) =>
      event.type === 'job-requested'
        ? decide(pipeline, { ...task, activeJob: null }, event)
        : decide(pipeline, task, event),
    'counts interruptions down for ever': (pipeline, task, event) => {
      const decision = decide(pipeline, task, event);
      return event.type === 'job-interrupted' && decision.accepted
        ? { ...decision, task: { ...decision.task, attempts: { developer: (task.attempts.developer ?? 0) - 1 } } }
        : decision;
    },
    'does not skip what is lost': (pipeline, task, event) =>
      event.type === 'dependency-settled' ? accept(task) : decide(pipeline, task, event),
  };
  it.each(Object.keys(faulty))('an engine that %s is found out', (fault) => {
    expect(runWorlds(faulty[fault] ?? decide, SEED, EVENTS).violation).not.toBeNull();
  });
});
