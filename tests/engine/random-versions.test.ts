import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import { decide } from '../../src/engine/decide.ts';
import { type Decide, runVersionWorlds } from './random-versions.ts';

const SEED = 20_261_121;
const EVENTS = 60_000;

describe('a task in versions, whatever happens to it and in whatever order', () => {
  it('goes on with what was chosen and passed its gates, and never stalls (INV-1, INV-2, INV-7, INV-14, KB-08)', () => {
    const result = runVersionWorlds(decide, SEED, EVENTS);
    expect(result.violation).toBeNull();
    // The worlds must get far enough to prove something.
    expect(result.accepted).toBeGreaterThan(EVENTS / 4);
    expect(result.selected).toBeGreaterThan(150);
    expect(result.forked).toBeGreaterThan(50);
    expect(result.merged).toBeGreaterThan(50);
  });

  const withOpen = (task: Task, open: (made: readonly number[]) => readonly number[]): Task =>
    task.versions === null
      ? task
      : { ...task, versions: { ...task.versions, open: open(task.versions.made.map(({ number }) => number)) } };

  /** Engines with one fault each: the worlds must find them, or they would prove nothing. */
  const faulty: Readonly<Record<string, Decide>> = {
    'takes a version whatever its gates have said': (pipeline, task, event) => {
      if (event.type !== 'version-selected' || event.taken === null) return decide(pipeline, task, event);
      const candidate = event.taken.candidate ?? '';
      const gates = pipeline.stages.find(({ name }) => name === task.stage)?.gates ?? [];
      const verdicts = gates.map((gate) => ({
        ...({ gate, candidate, outcome: 'pass', reason: '', evidence: {}, at: 1 } as const),
      }));
      const work = { stage: task.stage, role: '', job: '', from: '', head: '', candidate };
      return decide(pipeline, task, { ...event, taken: { ...event.taken, candidate, verdicts, works: [work] } });
    },
    'takes a version that was called off': (pipeline, task, event) =>
      decide(pipeline, event.type === 'version-selected' ? withOpen(task, (made) => made) : task, event),
    'works on beside its versions': (pipeline, task, event) =>
      event.type === 'job-requested'
        ? decide(pipeline, { ...withOpen(task, () => []), due: null }, event)
        : decide(pipeline, task, event),
    'begins versions at different commits': (pipeline, task, event) =>
      event.type === 'versions-begun' || event.type === 'versions-forked'
        ? decide(pipeline, task, {
            ...event,
            versions: event.versions.map((version) => ({ ...version, base: event.versions[0]?.base ?? '' })),
          })
        : decide(pipeline, task, event),
    'says nothing when the last version has ended': (pipeline, task, event) => {
      const decision = decide(pipeline, task, event);
      return event.type === 'version-ended' && decision.accepted
        ? { ...decision, task: { ...decision.task, state: task.state, due: task.due } }
        : decision;
    },
    'lets a version go on alone': (pipeline, task, event) => {
      const decision = decide(pipeline, { ...task, versionOf: null }, event);
      return decision.accepted ? { ...decision, task: { ...decision.task, versionOf: task.versionOf } } : decision;
    },
  };
  it.each(Object.keys(faulty))('an engine that %s is found out', (fault) => {
    expect(runVersionWorlds(faulty[fault] ?? decide, SEED, EVENTS).violation).not.toBeNull();
  });
});
