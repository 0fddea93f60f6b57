import { describe, expect, it } from 'vitest';
import { createSchedule, type Schedule, type ScheduledTask } from '../../../src/engine/plan/schedule.ts';
import { seededRandom } from '../../guard/seeded-random.ts';

const task = (id: string, dependsOn: readonly string[] = [], retries = 0): ScheduledTask => ({
  id,
  dependsOn,
  retries,
});

/** Everything that may start now. */
const takeAll = (schedule: Schedule): readonly string[] => {
  const taken: string[] = [];
  for (let id = schedule.next(); id !== null; id = schedule.next()) taken.push(id);
  return taken;
};

describe('the schedule of a plan', () => {
  it('hands out a task when all that it depends on is done (YA-06)', () => {
    const schedule = createSchedule([task('c', ['a', 'b']), task('a'), task('b')], new Set());
    expect(takeAll(schedule)).toEqual(['a', 'b']);
    expect(schedule.ended('a', true)).toEqual({ type: 'done' });
    expect(takeAll(schedule)).toEqual([]);
    schedule.ended('b', true);
    expect(takeAll(schedule)).toEqual(['c']);
  });

  it('skips what depends on a failed task, directly or through others, and nothing twice (YA-06)', () => {
    const tasks = [task('a'), task('z'), task('b', ['a']), task('c', ['b', 'z']), task('free')];
    const schedule = createSchedule(tasks, new Set());
    expect(takeAll(schedule)).toEqual(['a', 'z', 'free']);
    expect(schedule.ended('a', false)).toEqual({ type: 'failed', skipped: ['b', 'c'] });
    expect(schedule.ended('z', false)).toEqual({ type: 'failed', skipped: [] });
    schedule.ended('free', true);
    expect(takeAll(schedule)).toEqual([]);
  });

  it('hands a task out again as often as it may be retried, before all others (YA-10)', () => {
    const schedule = createSchedule([task('a', [], 1), task('b'), task('c', ['a'])], new Set());
    expect(schedule.next()).toBe('a');
    expect(schedule.ended('a', false)).toEqual({ type: 'again' });
    expect(schedule.next()).toBe('a');
    expect(schedule.ended('a', false)).toEqual({ type: 'failed', skipped: ['c'] });
  });

  it('retries nothing that would fail in the same way again', () => {
    const schedule = createSchedule([task('a', [], 3)], new Set());
    schedule.next();
    expect(schedule.ended('a', false, false)).toEqual({ type: 'failed', skipped: [] });
  });

  it('takes tasks that were done before as done', () => {
    const schedule = createSchedule([task('a'), task('b', ['a']), task('c', ['b'])], new Set(['a', 'b']));
    expect(takeAll(schedule)).toEqual(['c']);
  });

  it('reads a name that stands twice among the dependencies as one', () => {
    const schedule = createSchedule([task('a'), task('b', ['a', 'a'])], new Set());
    takeAll(schedule);
    schedule.ended('a', true);
    expect(takeAll(schedule)).toEqual(['b']);
  });
});

interface World {
  readonly tasks: readonly ScheduledTask[];
  readonly starts: Map<string, number>;
  readonly states: Map<string, 'running' | 'done' | 'failed' | 'skipped'>;
}

/** A random graph, worked through in a random order with random failures; every rule is checked against books of the test's own. */
const playThrough = (seed: number, create: typeof createSchedule): World => {
  const random = seededRandom(seed);
  const count = 1 + random.upTo(40);
  const tasks = Array.from({ length: count }, (_, index) => {
    const dependsOn = Array.from({ length: random.upTo(4) }, () => random.upTo(Math.max(1, index)));
    return task(`t${index}`, index === 0 ? [] : dependsOn.map((other) => `t${other}`), random.upTo(3));
  });
  const world: World = { tasks, starts: new Map(), states: new Map() };
  const schedule = create(tasks, new Set());
  const running: string[] = [];
  const byId = new Map(tasks.map((one) => [one.id, one]));
  for (;;) {
    if (running.length < 3) {
      const id = schedule.next();
      if (id !== null) {
        expect(running).not.toContain(id);
        for (const name of byId.get(id)?.dependsOn ?? []) expect(world.states.get(name)).toBe('done');
        world.states.set(id, 'running');
        world.starts.set(id, (world.starts.get(id) ?? 0) + 1);
        running.push(id);
        continue;
      }
    }
    if (running.length === 0) return world;
    const [id = ''] = running.splice(random.upTo(running.length), 1);
    const consequence = schedule.ended(id, random.upTo(4) > 0);
    if (consequence.type !== 'again') world.states.set(id, consequence.type === 'done' ? 'done' : 'failed');
    if (consequence.type === 'failed') {
      for (const other of consequence.skipped) {
        expect(world.states.has(other)).toBe(false);
        world.states.set(other, 'skipped');
      }
    }
  }
};

describe('random plans', () => {
  it('start nothing before its dependencies, nothing twice at once, and settle everything', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const { tasks, starts, states } = playThrough(seed, createSchedule);
      for (const { id, dependsOn, retries } of tasks) {
        const state = states.get(id);
        expect(['done', 'failed', 'skipped']).toContain(state);
        expect(starts.get(id) ?? 0).toBeLessThanOrEqual(1 + retries);
        const isLost = dependsOn.some((name) => states.get(name) !== 'done');
        expect(state === 'skipped').toBe(isLost);
      }
    }
  });

  it('are looked at closely enough to catch a schedule that forgets dependencies', () => {
    const careless: typeof createSchedule = (tasks, done) =>
      createSchedule(
        tasks.map((one) => ({ ...one, dependsOn: [] })),
        done,
      );
    expect(() => {
      for (let seed = 1; seed <= 50; seed += 1) playThrough(seed, careless);
    }).toThrow();
  });
});
