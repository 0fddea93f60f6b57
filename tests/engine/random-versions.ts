import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { BegunVersion, EngineCommand, TaskEvent } from '../../src/domain/task-event.ts';
import type { Verdict } from '../../src/domain/verdict/verdict.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { endOf } from '../../src/engine/version-life.ts';
import { type SeededRandom, seededRandom } from '../guard/seeded-random.ts';
import { playWorlds, type Totals } from './play-worlds.ts';
import { openVersionBooks } from './version-books.ts';
import { ordered, SUBTASK, takenFrom, versionOf } from './versions-scene.ts';

export type Decide = (pipeline: Pipeline, task: Task, event: TaskEvent) => Decision;

const COUNTED = ['accepted', 'selected', 'forked', 'merged'] as const;

type VersionTotals = Totals<(typeof COUNTED)[number]>;

const EVENTS_PER_WORLD = 150;

/** Lets events happen to one task in versions after another, with crashes between a task and what it is told. */
export const runVersionWorlds = (decide: Decide, seed: number, events: number): VersionTotals =>
  playWorlds({ seed, events, eventsPerWorld: EVENTS_PER_WORLD }, COUNTED, (own) => runWorld(decide, own));

const runWorld = (decide: Decide, seed: number): VersionTotals => {
  const random = seededRandom(seed);
  const books = openVersionBooks();
  const tasks = new Map<string, Task>([['T-1', ordered()]]);
  const totals = { accepted: 0, selected: 0, forked: 0, merged: 0 };

  const happen = (id: string, event: TaskEvent): string | null => {
    const before = tasks.get(id);
    if (before === undefined) return null;
    const decision = decide(SUBTASK, before, event);
    if (!decision.accepted) return null;
    totals.accepted += 1;
    if (event.type === 'version-selected') totals.selected += 1;
    if (event.type === 'versions-forked') totals.forked += 1;
    if (event.type === 'merged') totals.merged += 1;
    const { task } = decision;
    tasks.set(id, task);
    if (event.type === 'versions-begun' || event.type === 'versions-forked')
      for (const { number, base } of event.versions)
        tasks.set(`T-1-v${number}`, versionOf(SUBTASK, task, number, base));
    const wrong = books.enter(before, task, event, tasks);
    if (wrong !== null) return `${id} ${event.type}: ${wrong}`;
    // A crash may come between what is decided and what follows from it.
    return random.upTo(100) < 25 ? null : follow(task, decision.commands);
  };

  const follow = (task: Task, commands: readonly EngineCommand[]): string | null => {
    for (const command of commands) {
      if (command.type === 'tell-original') {
        const wrong = happen(command.task, { type: 'version-ended', number: command.number, end: command.end });
        if (wrong !== null) return wrong;
      } else if (command.type === 'close-versions') {
        const wrong = closeAll(task);
        if (wrong !== null) return wrong;
      }
    }
    return null;
  };

  const closeAll = (original: Task): string | null => {
    for (const { versionOf: of, id } of [...tasks.values()]) {
      if (of === null || original.versions?.open.includes(of.number) === true) continue;
      const wrong = happen(id, { type: 'cancelled', by: 'the choice' });
      if (wrong !== null) return wrong;
    }
    return null;
  };

  /** What a worker repeats after a crash. */
  const recover = (): string | null => {
    const original = tasks.get('T-1');
    if (original === undefined) return null;
    const wrong = original.versions?.made.length === 0 ? null : closeAll(original);
    if (wrong !== null) return wrong;
    for (const { number, task } of original.versions?.made ?? []) {
      const version = tasks.get(task);
      const end = version === undefined || original.versions?.selected === number ? null : endOf(version);
      const told = end === null ? null : happen('T-1', { type: 'version-ended', number, end });
      if (told !== null) return told;
    }
    const standing = tasks.get('T-1');
    return standing === undefined ? null : books.stalls(standing, tasks);
  };

  for (let step = 0; step < EVENTS_PER_WORLD; step += 1) {
    const all = [...tasks.values()];
    const task = random.upTo(100) < 30 ? (all[0] ?? ordered()) : random.pick(all);
    const event = task.id === 'T-1' ? eventOfOriginal(random, task, tasks, step) : eventOfVersion(random, task, step);
    const wrong = random.upTo(100) < 8 ? recover() : happen(task.id, event);
    if (wrong !== null) return { ...totals, violation: `step ${step}, ${wrong}` };
  }
  return { ...totals, violation: null };
};

/** Mostly what comes next, often enough what comes too late, too early or from elsewhere. */
const eventOfOriginal = (
  random: SeededRandom,
  task: Task,
  tasks: ReadonlyMap<string, Task>,
  step: number,
): TaskEvent => {
  const made = task.versions?.made ?? [];
  const number = random.pick([1, 2, 3, ...made.map((version) => version.number)]);
  const version = tasks.get(`T-1-v${number}`);
  const isKept = task.versions?.selected === number && random.upTo(100) < 80;
  const select = (): TaskEvent => ({
    ...{ type: 'version-selected', number, by: 'pat' },
    taken: isKept || version === undefined ? null : takenFrom(version),
  });
  const fork = (): TaskEvent => ({
    ...{ type: 'versions-forked', by: 'pat' },
    versions: places(random, made.length, 2 + random.upTo(3), task.head ?? 'base'),
  });
  if (task.state.status === 'waiting' && random.upTo(100) < 60) return select();
  if (task.versions?.selected != null && random.upTo(100) < 15) return fork();
  const next = random.upTo(100) < 60 && made.length > 0 ? inOrder(random, task, step) : null;
  if (next !== null) return next;
  return random.pick<() => TaskEvent>([
    () => ({ type: 'versions-begun', versions: places(random, made.length, 3, 'base') }),
    select,
    fork,
    () => workOn(random, task, step),
    () => workOn(random, task, step),
    ...Array.from({ length: 6 }, () => (): TaskEvent => answers(random, task)),
    () => ({ type: 'merged', commit: 'c' }),
    () => ({ type: 'held', reason: 'main is dirty' }),
    () => ({ type: 'candidate-seen', head: `head-${step}`, candidate: `seen-${step % 3}`, changed: ['a'] }),
    () => ({ type: 'retried', by: 'pat' }),
    ...(random.upTo(100) < 5 ? [(): TaskEvent => ({ type: 'cancelled', by: 'pat' })] : []),
  ])();
};

const eventOfVersion = (random: SeededRandom, task: Task, step: number): TaskEvent => {
  const next = random.upTo(100) < 80 ? inOrder(random, task, step) : null;
  if (next !== null) return next;
  return random.pick<() => TaskEvent>([
    () => workOn(random, task, step),
    () => answers(random, task),
    () => ({ type: 'retried', by: 'pat' }),
    () => ({ type: 'candidate-seen', head: `head-${step}`, candidate: `seen-${step % 3}`, changed: ['a'] }),
    ...(random.upTo(100) < 10 ? [(): TaskEvent => ({ type: 'cancelled', by: 'pat' })] : []),
  ])();
};

/** What is due; null where nothing is. */
const inOrder = (random: SeededRandom, task: Task, step: number): TaskEvent | null => {
  if (task.activeJob !== null) return workOn(random, task, step);
  switch (task.due) {
    case 'work':
      return workOn(random, task, step);
    case 'gates':
      return answers(random, task);
    case 'merge':
      return random.upTo(2) === 0 ? answers(random, task) : { type: 'merged', commit: 'c' };
    case null:
      return null;
  }
};

const places = (random: SeededRandom, before: number, count: number, base: string): readonly BegunVersion[] => {
  const first = random.upTo(100) < 90 ? before + 1 : before;
  return Array.from({ length: count }, (_, index) => ({
    number: first + index,
    task: `T-1-v${first + index}`,
    base: random.upTo(100) < 97 ? base : `base-${index}`,
  }));
};

const workOn = (random: SeededRandom, task: Task, step: number): TaskEvent => {
  const job = task.activeJob?.job;
  if (job === undefined)
    return { type: 'job-requested', job: `J-${step}`, role: 'developer', instructions: '', unmerged: [] };
  if (task.state.status !== 'running') return { type: 'job-started', job };
  const left = { from: task.head ?? '', head: `head-${step}`, candidate: `tree-${step}` };
  const status = random.upTo(100) < 85 ? 'succeeded' : random.pick(['failed', 'blocked'] as const);
  return { type: 'job-ended', job, status, reason: 'because', left: status === 'succeeded' ? left : null };
};

const answers = (random: SeededRandom, task: Task): TaskEvent => {
  const gates = SUBTASK.stages.find(({ name }) => name === task.stage)?.gates ?? [];
  const verdicts: Verdict[] = gates.map((gate) => ({
    ...{ gate, reason: 'r', evidence: {}, at: 1 },
    outcome: random.upTo(100) < 92 ? 'pass' : 'fail',
    candidate: random.upTo(100) < 92 ? (task.candidate ?? '') : 'tree-0',
  }));
  return { type: 'gates-answered', stage: task.stage, verdicts };
};
