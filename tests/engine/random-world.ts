import { isSettled, type Task } from '../../src/domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../src/domain/task-event.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { seededRandom } from '../guard/seeded-random.ts';
import { createTask } from '../helpers/store.ts';
import { PIPELINE, verdict } from './engine-scene.ts';
import { playWorlds, type Totals } from './play-worlds.ts';

export type Decide = (pipeline: typeof PIPELINE, task: Task, event: TaskEvent) => Decision;

const COUNTED = ['accepted', 'merged', 'skipped'] as const;

type WorldResult = Totals<(typeof COUNTED)[number]>;

const EVENTS_PER_WORLD = 80;
const TREES = ['tree-1', 'tree-2', 'tree-3'];

/** Lets random events happen to chains of three tasks, and keeps its own books on what the engine may allow. */
export const runWorlds = (decide: Decide, seed: number, events: number): WorldResult =>
  playWorlds({ seed, events, eventsPerWorld: EVENTS_PER_WORLD }, COUNTED, (own) => runWorld(decide, own));

const runWorld = (decide: Decide, seed: number): WorldResult => {
  const random = seededRandom(seed);
  const tasks = new Map(['T-1', 'T-2', 'T-3'].map((id, index) => [id, firstTask(id, index)]));
  const books = new Map([...tasks.keys()].map((id) => [id, newBook()]));
  let accepted = 0;
  let jobs = 0;

  const happen = (id: string, event: TaskEvent): string | null => {
    const task = tasks.get(id);
    const book = books.get(id);
    if (task === undefined || book === undefined) return `there is no ${id}`;
    const decision = decide(PIPELINE, task, event);
    if (!decision.accepted) return null;
    accepted += 1;
    tasks.set(id, decision.task);
    const wrong = enter(book, task, decision.task, event, decision.commands);
    if (wrong !== null) return `${id} ${event.type}: ${wrong}`;
    const settle = decision.commands.find((command) => command.type === 'settle-dependents');
    return settle === undefined ? null : tellDependents(id, settle.standing);
  };

  const tellDependents = (id: string, standing: 'merged' | 'lost'): string | null => {
    for (const dependent of [...tasks.values()].filter(({ dependsOn }) => dependsOn.includes(id))) {
      const dependency = { task: id, slug: id, standing };
      const unmerged = standing === 'merged' ? [] : [dependency];
      const wrong = happen(dependent.id, { type: 'dependency-settled', dependency, unmerged });
      if (wrong !== null) return wrong;
      const { state } = tasks.get(dependent.id) ?? dependent;
      if (standing === 'lost' && !isSettled(state) && state.status !== 'running') {
        return `${dependent.id} is ${state.status} though ${id} is lost`;
      }
    }
    return null;
  };

  for (let step = 0; step < EVENTS_PER_WORLD; step += 1) {
    const task = random.pick([...tasks.values()]);
    jobs += 1;
    const violation = happen(task.id, randomEvent(random, task, `J-${jobs}`));
    if (violation !== null) return { violation: `step ${step}: ${violation}`, accepted, merged: 0, skipped: 0 };
  }
  const count = (status: string) => [...tasks.values()].filter(({ state }) => state.status === status).length;
  return { violation: null, accepted, merged: count('merged'), skipped: count('skipped') };
};

const firstTask = (id: string, index: number): Task =>
  createTask({ id, stage: 'development', dependsOn: index === 0 ? [] : [`T-${index}`] });

/** What has been said of a task, kept without a look at the engine's own state. */
interface Book {
  tree: string | null;
  /** `gate@tree` of all passes that count. */
  readonly passes: Set<string>;
  readonly jobs: Set<string>;
}

const newBook = (): Book => ({ tree: null, passes: new Set(), jobs: new Set() });

const ALL_GATES = PIPELINE.stages.flatMap(({ gates }) => gates);

/** Enters an accepted event into the book; what is wrong with it, or null. */
const enter = (
  book: Book,
  before: Task,
  task: Task,
  event: TaskEvent,
  commands: readonly EngineCommand[],
): string | null => {
  if (event.type === 'candidate-seen') book.tree = event.candidate;
  if (event.type === 'approved') book.passes.add(`${event.gate}@${event.candidate}`);
  if (event.type === 'gates-answered') {
    for (const { gate, candidate, outcome } of event.verdicts) {
      if (outcome === 'pass') book.passes.add(`${gate}@${candidate}`);
      else book.passes.delete(`${gate}@${candidate}`);
    }
  }
  if (event.type === 'job-ended') book.jobs.delete(event.job);
  for (const command of commands) {
    if (command.type === 'queue-job') book.jobs.add(command.job);
    if (command.type === 'cancel-job') book.jobs.delete(command.job);
  }
  if (task.state.status === 'merged') {
    const missing = ALL_GATES.find((gate) => !book.passes.has(`${gate}@${book.tree}`));
    if (missing !== undefined) return `merged without a pass of ${missing} for ${book.tree}`;
  }
  if (book.jobs.size > 1) return `two active jobs: ${[...book.jobs].join()}`;
  if (book.jobs.size > 0 !== (task.activeJob !== null)) return `the active job is ${task.activeJob?.job}`;
  if (task.activeJob !== null && ['ready', 'merged', 'skipped', 'cancelled'].includes(task.state.status)) {
    return `${task.state.status} with an active job`;
  }
  if (Object.values(task.attempts).some((count) => count < 0)) return 'negative attempts';
  const isFinal = before.state.status === 'merged' || before.state.status === 'cancelled';
  return isFinal ? `changed although ${before.state.status}` : null;
};

/** Mostly what comes next, often enough what comes too late, too early or twice. */
const randomEvent = (random: ReturnType<typeof seededRandom>, task: Task, newJob: string): TaskEvent => {
  const often = (percent: number): boolean => random.upTo(100) < percent;
  const job = often(90) ? (task.activeJob?.job ?? 'J-0') : 'J-0';
  const tree = often(85) ? (task.candidate ?? 'tree-1') : random.pick(TREES);
  const stage = often(90) ? task.stage : random.pick(PIPELINE.stages).name;
  const gates = PIPELINE.stages.find(({ name }) => name === stage)?.gates ?? [];
  const dependency = { task: 'T-0', slug: 'other', standing: random.pick(['merged', 'open', 'lost'] as const) };
  return random.pick<() => TaskEvent>([
    () => ({ type: 'worktree-made', baseCommit: 'base', head: 'head' }),
    () => ({
      type: 'job-requested',
      job: newJob,
      role: 'developer',
      instructions: '',
      unmerged: often(20) ? [dependency] : [],
    }),
    () => ({ type: 'job-started', job }),
    () => ({
      type: 'job-ended',
      job,
      status: often(85) ? 'succeeded' : random.pick(['failed', 'blocked', 'timed-out', 'cancelled'] as const),
      reason: 'r',
      left: null,
    }),
    () => ({ type: 'job-interrupted', job, reason: 'r' }),
    () => ({ type: 'candidate-seen', head: `head-${newJob}`, candidate: tree, changed: ['a'] }),
    ...Array.from(
      { length: 8 },
      () => (): TaskEvent => ({
        type: 'gates-answered',
        stage,
        verdicts: gates.map((gate) =>
          verdict(gate, often(90) ? 'pass' : random.pick(['fail', 'pending'] as const), tree),
        ),
      }),
    ),
    () => ({ type: 'merged', commit: 'c' }),
    () => ({ type: 'merged', commit: 'c' }),
    () => ({ type: 'held', reason: 'r' }),
    () => ({ type: 'approved', gate: random.pick(ALL_GATES), candidate: tree, by: 'pat', at: 1 }),
    () => ({ type: 'rejected', gate: random.pick(ALL_GATES), candidate: tree, by: 'pat', reason: 'r' }),
    () => ({ type: 'retried', by: 'pat' }),
    ...(often(10) ? [(): TaskEvent => ({ type: 'cancelled', by: 'pat' })] : []),
  ])();
};
