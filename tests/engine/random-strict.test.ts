import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEventType } from '../../src/domain/task-event.ts';
import { decide } from '../../src/engine/decide.ts';
import { type Decide, runStrictWorlds } from './random-strict.ts';

const SEED = 20_261_122;
const EVENTS = 60_000;

describe('a task in the strict stages, whatever happens to it', () => {
  it('brings nothing to main that nobody has reviewed, in a bounded number of rounds (INV-2, KB-32)', () => {
    const result = runStrictWorlds(decide, SEED, EVENTS);
    expect(result.violation).toBeNull();
    // The worlds must get far enough to prove something.
    expect(result.accepted).toBeGreaterThan(EVENTS / 3);
    expect(result.merged).toBeGreaterThan(100);
    expect(result.mended).toBeGreaterThan(500);
    expect(result.reviewed).toBeGreaterThan(500);
  });

  /** The review of before is still there when the task comes to the fixer by such an event. */
  const keepingReview =
    (type: TaskEventType): Decide =>
    (pipeline, task, event) => {
      const decision = decide(pipeline, task, event);
      const isReview = ({ stage }: Task['works'][number]): boolean => stage === 'review';
      const kept = task.works.filter(isReview);
      if (!decision.accepted || event.type !== type || decision.task.stage !== 'fix') return decision;
      if (decision.task.works.some(isReview)) return decision;
      return { ...decision, task: { ...decision.task, works: [...kept, ...decision.task.works] } };
    };

  it.each<[string, TaskEventType]>([
    ['a later gate sends the task to the fixer', 'gates-answered'],
    ['a person sends it there', 'rejected'],
    ['somebody asks for the fixer', 'job-requested'],
  ])('the harm: an engine that keeps the review when %s is found out', (_, type) => {
    expect(runStrictWorlds(keepingReview(type), SEED, EVENTS).violation).toContain('nobody has reviewed it');
  });

  it('the harm: an engine that counts no attempts goes on without end', () => {
    const endless: Decide = (pipeline, task, event) =>
      decide({ ...pipeline, stages: pipeline.stages.map((stage) => ({ ...stage, attempts: 99 })) }, task, event);
    expect(runStrictWorlds(endless, SEED, EVENTS).violation).toMatch(/run \d+ of the (?:fixer|reviewer) after/);
  });
});
