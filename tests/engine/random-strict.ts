import type { Evidence } from '../../src/domain/evidence.ts';
import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import type { GateAnswer, Verdict } from '../../src/domain/verdict/verdict.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { reviewSettled } from '../../src/gates/review-settled.ts';
import { type SeededRandom, seededRandom } from '../guard/seeded-random.ts';
import { created, PIPELINES, requested, stageNow } from './delivery-scene.ts';
import { playWorlds, type Totals } from './play-worlds.ts';
import { openReviewBooks } from './review-books.ts';

export type Decide = (pipeline: Pipeline, task: Task, event: TaskEvent) => Decision;

const COUNTED = ['accepted', 'merged', 'mended', 'reviewed'] as const;
const EVENTS_PER_WORLD = 120;

/** Lets events happen to one task in the strict stages after another; `review-settled` is the gate as it is, all others answer as they like. */
export const runStrictWorlds = (decide: Decide, seed: number, events: number): Totals<(typeof COUNTED)[number]> =>
  playWorlds({ seed, events, eventsPerWorld: EVENTS_PER_WORLD }, COUNTED, (own) => runWorld(decide, own));

const runWorld = (decide: Decide, seed: number) => {
  const random = seededRandom(seed);
  const world: World = { random, reports: new Map(), tree: 'request', trees: ['request'], unseen: [], step: 0 };
  const books = openReviewBooks();
  const totals = { accepted: 0, merged: 0, mended: 0, reviewed: 0 };
  let task = created({ pipeline: 'strict' });
  for (; world.step < EVENTS_PER_WORLD; world.step += 1) {
    const event = nextEvent(world, task);
    const decision = decide(STRICT, task, event);
    if (!decision.accepted) continue;
    totals.accepted += 1;
    const wrong = books.enter(task, decision.task, event);
    if (wrong !== null) return { ...totals, violation: `step ${world.step}, ${event.type}: ${wrong}` };
    if (event.type === 'merged') totals.merged += 1;
    if (event.type === 'job-ended' && event.status === 'succeeded') {
      if (task.activeJob?.role === 'fixer') totals.mended += 1;
      if (task.activeJob?.role === 'reviewer') totals.reviewed += 1;
    }
    if (event.type === 'candidate-seen' || event.type === 'job-ended') world.unseen = [];
    task = decision.task;
  }
  return { ...totals, violation: null };
};

const STRICT = ((pipeline = PIPELINES.get('strict')): Pipeline => {
  if (pipeline === undefined) throw new Error('there is no pipeline strict');
  return pipeline;
})();

interface World {
  readonly random: SeededRandom;
  /** The frontmatter of the report that a job has left. */
  readonly reports: Map<string, Readonly<Record<string, unknown>>>;
  /** What the branch holds. */
  tree: string;
  readonly trees: string[];
  /** Paths that changed since the engine looked last. */
  unseen: string[];
  step: number;
}

/** What comes next in good order, or somebody who gets in between. */
const nextEvent = (world: World, task: Task): TaskEvent => {
  const { random, step } = world;
  const dice = random.upTo(100);
  if (dice < 2) commit(world, 'src/a.ts');
  if (dice < 12) return random.pick(inBetween(world, task))();
  if (world.unseen.length > 0) return look(world);
  const { activeJob, state } = task;
  if (activeJob !== null)
    return state.status === 'running' ? jobEnded(world, activeJob) : { type: 'job-started', job: activeJob.job };
  switch (task.due) {
    case 'work':
      return requested(stageNow(task).role ?? '', `J-${step}`);
    case 'gates':
      return answers(world, task);
    case 'merge':
      return random.upTo(2) === 0 ? answers(world, task) : { type: 'merged', commit: 'c' };
    case null:
      return byPerson(world, task);
  }
};

const inBetween = (world: World, task: Task): readonly (() => TaskEvent)[] => [
  () => requested(world.random.pick(['fixer', 'executor', 'reviewer', 'test-author']), `J-${world.step}`),
  () => requested('fixer', `J-${world.step}`),
  () => ({ type: 'job-interrupted', job: task.activeJob?.job ?? 'J-0', reason: 'a crash' }),
  () => ({ type: 'merged', commit: 'c' }),
  () => look(world),
  () => answers(world, { ...task, candidate: world.random.pick(world.trees) }),
  () => byPerson(world, task),
];

/** A person does what the task waits for, or has it tried again. */
const byPerson = ({ random }: World, task: Task): TaskEvent => {
  const asked = task.verdicts.findLast((v) => v.outcome === 'pending' && v.candidate === task.candidate);
  if (task.state.status !== 'waiting' || asked === undefined) return { type: 'retried', by: 'pat' };
  const { gate, candidate } = asked;
  return random.upTo(2) === 0
    ? { type: 'approved', gate, candidate, by: 'pat', at: 1 }
    : { type: 'rejected', gate, candidate, by: 'pat', reason: 'no' };
};

const commit = (world: World, path: string): void => {
  world.tree = world.random.upTo(100) < 80 ? `tree-${world.step}` : world.random.pick(world.trees);
  world.trees.push(world.tree);
  world.unseen.push(path);
};

const look = ({ tree, step, unseen }: World): TaskEvent => ({
  ...{ type: 'candidate-seen', head: `seen-${step}-${tree}`, candidate: tree, changed: unseen },
});

/** A maker leaves another tree, mostly; a reviewer says what is open, and a fixer what became of it. */
const jobEnded = (world: World, { job, role }: { readonly job: string; readonly role: string }): TaskEvent => {
  const { random, reports } = world;
  const from = world.tree;
  if (random.upTo(100) < 5) return { type: 'job-ended', job, status: 'failed', reason: 'because', left: null };
  if (role === 'reviewer') reports.set(job, { open: random.pick([[], [], ['P2-1'], ['P1-1', 'P2-1']]) });
  else if (random.upTo(100) < 90) commit(world, role === 'test-author' ? 'tests/a.test.ts' : 'src/a.ts');
  if (role === 'fixer') {
    const declined = random.pick([[], [], ['P2-1'], ['P1-1']]);
    const applied = ['P1-1', 'P2-1'].filter((id) => !declined.includes(id));
    reports.set(job, { applied, declined: declined.map((finding) => ({ finding, reason: 'a fact' })) });
  }
  const left = { from, head: `${job}-${world.tree}`, candidate: world.tree };
  return { type: 'job-ended', job, status: 'succeeded', reason: 'done', left };
};

/** The gates of the stage answer, up to the first that does not pass. */
const answers = (world: World, task: Task): TaskEvent => {
  const { name, gates } = stageNow(task);
  const verdicts: Verdict[] = [];
  for (const gate of gates) {
    const answer = answerOf(world, task, gate);
    verdicts.push({ gate, candidate: task.candidate ?? '', at: 1, ...answer });
    if (answer.outcome !== 'pass') break;
  }
  return { type: 'gates-answered', stage: name, verdicts };
};

const answerOf = (world: World, task: Task, gate: string): GateAnswer => {
  const review = reviewSeen(world, task);
  if (gate === 'review-settled') return reviewSettled.judge({ review }, task);
  const dice = world.random.upTo(100);
  const fails = gate === 'browser-clean' ? 30 : 3;
  const outcome = dice < fails ? 'fail' : dice < fails + 2 ? 'pending' : 'pass';
  const open =
    gate === 'review-listed' && review.review?.artifact.status === 'read' ? review.review.artifact.fields.open : [];
  const evidence = Array.isArray(open) && gate === 'review-listed' ? { open: open.map(String) } : {};
  return { outcome, reason: `${gate} says ${outcome} ${world.random.upTo(3)}`, evidence };
};

/** What the application would show the gate: the reports of the works that count. */
const reviewSeen = ({ reports }: World, { works }: Task): Evidence['review'] => {
  const reportOf = (stage: string) => {
    const work = works.find((done) => done.stage === stage);
    if (work === undefined) return null;
    const fields = reports.get(work.job) ?? {};
    return { candidate: work.candidate, artifact: { path: stage, status: 'read' as const, fields, text: '' } };
  };
  return { review: reportOf('review'), fix: reportOf('fix') };
};
