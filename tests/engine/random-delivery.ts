import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import type { GateOutcome, Verdict } from '../../src/domain/verdict/verdict.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { type SeededRandom, seededRandom } from '../guard/seeded-random.ts';
import { openBooks, ROWS, rowOf } from './delivery-books.ts';
import { created, DELIVERY } from './delivery-scene.ts';
import { playWorlds, type Totals } from './play-worlds.ts';

export type Decide = (pipeline: Pipeline, task: Task, event: TaskEvent) => Decision;

const COUNTED = ['accepted', 'refused', 'merged', 'blocked'] as const;

type DeliveryTotals = Totals<(typeof COUNTED)[number]>;

const EVENTS_PER_WORLD = 160;

/** Lets events happen to one delivery after another, in every order that people, leads, workers and crashes could bring about. */
export const runDeliveries = (decide: Decide, seed: number, events: number): DeliveryTotals =>
  playWorlds({ seed, events, eventsPerWorld: EVENTS_PER_WORLD }, COUNTED, (own) => runDelivery(decide, own));

const runDelivery = (decide: Decide, seed: number): DeliveryTotals => {
  const random = seededRandom(seed);
  const books = openBooks();
  const branch: Branch = { tree: 'request', head: 'head-of-request', unseen: [], trees: ['request'] };
  let task = created({ id: 'T-1' });
  const totals = { accepted: 0, refused: 0, merged: 0, blocked: 0 };
  const past: TaskEvent[] = [];
  for (let step = 0; step < EVENTS_PER_WORLD; step += 1) {
    // The harness looks at the branch when a job begins: what is undone in between nobody can see.
    const begins = past.at(-1)?.type === 'job-started';
    if (!begins && random.upTo(100) < 3) commit(random, branch, step, random.pick(PATHS));
    const event = begins ? look(branch) : nextEvent(random, branch, task, past, step);
    past.push(event);
    const decision = decide(DELIVERY, task, event);
    if (!decision.accepted) {
      totals.refused += 1;
      continue;
    }
    totals.accepted += 1;
    const wrong = books.enter(task, decision.task, event, decision.commands, branch.tree);
    if (wrong !== null) return { ...totals, violation: `step ${step}, ${event.type}: ${wrong}` };
    if (decision.task.state.status !== task.state.status) {
      if (decision.task.state.status === 'merged') totals.merged += 1;
      if (decision.task.state.status === 'blocked') totals.blocked += 1;
    }
    task = decision.task;
    if (task.head === branch.head) branch.unseen = [];
  }
  return { ...totals, violation: null };
};

/** The branch as it is, whether or not the engine has looked at it. */
interface Branch {
  tree: string;
  head: string;
  /** Paths that changed since the engine looked last. */
  unseen: string[];
  readonly trees: string[];
}

const PATHS = [
  'src/a.ts',
  'src/a.ts',
  'docs/guide.md',
  'docs/work-items/T-1/02-trz.md',
  'docs/work-items/T-1/06-adr/ADR-001.md',
  'docs/work-items/T-1/12-review.md',
  'docs/work-items/T-2/02-trz.md',
];

/** Mostly something new, at times what was there before. */
const commit = (random: SeededRandom, branch: Branch, step: number, path: string): void => {
  branch.tree = random.upTo(100) < 75 ? `tree-${step}` : random.pick(branch.trees);
  branch.head = `commit-${step}-${branch.tree}`;
  branch.trees.push(branch.tree);
  branch.unseen.push(path);
};

/** What comes next in good order, or anything at all, or what has happened before once more. */
const nextEvent = (
  random: SeededRandom,
  branch: Branch,
  task: Task,
  past: readonly TaskEvent[],
  step: number,
): TaskEvent => {
  const dice = random.upTo(100);
  if (dice < 8 && past.length > 0) return random.pick(past);
  if (dice < 25) return random.pick(anything(random, branch, task, step))();
  return inOrder(random, branch, task, step);
};

const inOrder = (random: SeededRandom, branch: Branch, task: Task, step: number): TaskEvent => {
  if (branch.head !== task.head && random.upTo(100) < 60) return look(branch);
  if (task.activeJob !== null) {
    return task.state.status === 'running'
      ? jobEnded(random, branch, task, task.activeJob.job, step)
      : { type: 'job-started', job: task.activeJob.job };
  }
  switch (task.due) {
    case 'work':
      return requested(`J-${step}`, rowOf(task.stage).role ?? '');
    case 'gates':
      return answers(random, task, task.stage);
    case 'merge':
      return random.upTo(2) === 0 ? answers(random, task, task.stage) : { type: 'merged', commit: 'c' };
    case null:
      return byPerson(random, task);
  }
};

/** A person does what the task waits for. */
const byPerson = (random: SeededRandom, task: Task): TaskEvent => {
  const asked = task.verdicts.findLast((v) => v.outcome === 'pending' && v.candidate === task.candidate);
  if (task.state.status !== 'waiting' || asked === undefined) return { type: 'retried', by: 'pat' };
  const { gate, candidate } = asked;
  if (asked.evidence.question !== undefined) return { type: 'answered', gate, candidate, by: 'pat', text: 'yes' };
  return random.upTo(100) < 80
    ? { type: 'approved', gate, candidate, by: 'pat', at: 1 }
    : { type: 'rejected', gate, candidate, by: 'pat', reason: 'no' };
};

const anything = (random: SeededRandom, branch: Branch, task: Task, step: number): readonly (() => TaskEvent)[] => {
  const job = random.upTo(100) < 70 ? (task.activeJob?.job ?? 'J-0') : `J-${random.upTo(step + 1)}`;
  const gates = ROWS.flatMap((known) => known.gates);
  const standing = random.pick(['merged', 'merged', 'open', 'open', 'open', 'lost'] as const);
  const dependency = { task: 'T-0', slug: 'other', standing };
  const unmerged = standing === 'merged' ? [] : [dependency];
  return [
    () => ({ type: 'worktree-made', baseCommit: 'base', head: branch.head }),
    () => requested(`J-${step}`, random.pick(['analyst', 'architect', 'developer', 'reviewer', 'deployer', 'fixer'])),
    () => requested(`J-${step}`, random.pick(['developer', 'tester', 'fixer', 'researcher'])),
    () => ({ type: 'job-started', job }),
    () => jobEnded(random, branch, task, job, step),
    () => ({ type: 'job-interrupted', job, reason: 'a crash' }),
    () => ({ type: 'job-deferred', job, reason: 'overloaded' }),
    () => look(branch),
    () => answers(random, task, random.pick(ROWS).stage),
    () => answers(random, { ...task, candidate: random.pick(branch.trees) }, task.stage),
    () => ({ type: 'merged', commit: 'c' }),
    () => ({ type: 'held', reason: 'main is dirty' }),
    () => ({
      type: 'approved',
      gate: random.pick(gates),
      candidate: random.pick(branch.trees),
      by: 'pat',
      at: 1,
    }),
    () => ({
      ...byPerson(random, task),
      ...(task.state.status === 'waiting' ? { candidate: random.pick(branch.trees) } : {}),
    }),
    () => ({
      type: 'rejected',
      gate: random.pick(gates),
      candidate: random.pick(branch.trees),
      by: 'pat',
      reason: 'no',
    }),
    () => ({
      type: 'answered',
      gate: random.pick(gates),
      candidate: random.pick(branch.trees),
      by: 'pat',
      text: 'yes',
    }),
    () => ({ type: 'retried', by: 'pat' }),
    ...(random.upTo(100) < 15
      ? [
          (): TaskEvent => ({ type: 'dependency-settled', dependency, unmerged }),
          (): TaskEvent => ({ type: 'cancelled', by: 'pat' }),
        ]
      : []),
  ];
};

const requested = (job: string, role: string): TaskEvent => ({
  type: 'job-requested',
  job,
  role,
  instructions: '',
  unmerged: [],
});

const look = (branch: Branch): TaskEvent => ({
  type: 'candidate-seen',
  head: branch.head,
  candidate: branch.tree,
  changed: branch.unseen,
});

/** A role that makes something leaves it on the branch; the job says where the branch is now, whoever moved it. */
const jobEnded = (random: SeededRandom, branch: Branch, task: Task, job: string, step: number): TaskEvent => {
  const status =
    random.upTo(100) < 92 ? 'succeeded' : random.pick(['failed', 'blocked', 'timed-out', 'cancelled'] as const);
  const isMine = task.activeJob?.job === job && task.state.status === 'running';
  const from = task.head ?? '';
  if (isMine && status === 'succeeded' && random.upTo(100) < 90) {
    const path = MADE_BY[task.activeJob?.role ?? ''];
    if (path !== undefined) commit(random, branch, step, path);
  }
  const left = status === 'succeeded' ? { from, head: branch.head, candidate: branch.tree } : null;
  return { type: 'job-ended', job, status, reason: 'because', left };
};

const MADE_BY: Readonly<Record<string, string>> = {
  analyst: 'docs/work-items/T-1/02-trz.md',
  architect: 'docs/work-items/T-1/06-adr/ADR-001.md',
  developer: 'src/a.ts',
  fixer: 'src/a.ts',
};

/** The gates of a stage answer, up to the first that does not pass. */
const answers = (random: SeededRandom, task: Task, stage: string): TaskEvent => {
  const verdicts: Verdict[] = [];
  for (const gate of rowOf(stage).gates) {
    const dice = random.upTo(100);
    const outcome: GateOutcome = dice < 93 ? 'pass' : dice < 97 ? 'fail' : 'pending';
    const kind = random.upTo(4);
    verdicts.push({
      gate,
      outcome,
      candidate: task.candidate ?? '',
      reason: `${gate} says ${outcome} ${random.upTo(3)}`,
      evidence:
        outcome === 'pending' && kind === 0
          ? { question: 'which?' }
          : outcome === 'fail' && kind === 0
            ? { unusable: true }
            : {},
      at: 1,
    });
    if (outcome !== 'pass') break;
  }
  return { type: 'gates-answered', stage, verdicts };
};
