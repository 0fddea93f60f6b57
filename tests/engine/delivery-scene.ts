import { fileURLToPath } from 'node:url';
import { createFiles } from '../../src/adapters/files.ts';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../src/adapters/prompts/create-prompts.ts';
import { loadPipelines } from '../../src/composition/rules.ts';
import { isJudging, type Pipeline, type Stage, stageOf } from '../../src/domain/pipeline/pipeline.ts';
import type { Task } from '../../src/domain/task.ts';
import type { EngineCommand, TaskEvent } from '../../src/domain/task-event.ts';
import type { GateEvidence, GateOutcome, Verdict } from '../../src/domain/verdict/verdict.ts';
import { begin } from '../../src/engine/beginning.ts';
import { decide } from '../../src/engine/decide.ts';
import type { Decision } from '../../src/engine/decision.ts';
import { createTask } from '../helpers/store.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pipelines as they are delivered, with what the role agents may write. */
export const PIPELINES: ReadonlyMap<string, Pipeline> = await loadPipelines(
  createFiles(),
  ROOT,
  { read: async () => null, list: async () => [] },
  createPrompts({ root: ROOT, frontmatter: createFrontmatter() }),
);

const pipelineOf = (task: Pick<Task, 'pipeline'>): Pipeline => {
  const pipeline = PIPELINES.get(task.pipeline);
  if (pipeline === undefined) throw new Error(`there is no pipeline ${task.pipeline}`);
  return pipeline;
};

export const DELIVERY = pipelineOf({ pipeline: 'delivery' });

export const stageNow = (task: Task): Stage => {
  const stage = stageOf(pipelineOf(task), task.stage);
  if (stage === null) throw new Error(`${task.id} is in ${task.stage}`);
  return stage;
};

/** Something that happens to a task and must be accepted. */
export type Step = (task: Task) => Task;

export const walk = (task: Task, ...steps: readonly Step[]): Task =>
  steps.reduce((present, step) => step(present), task);

export const take = (task: Task, event: TaskEvent): Decision => decide(pipelineOf(task), task, event);

export const commandsOf = (task: Task, event: TaskEvent): readonly EngineCommand[] => {
  const decision = take(task, event);
  return decision.accepted ? decision.commands : [];
};

export const happens =
  (event: TaskEvent): Step =>
  (task) => {
    const decision = take(task, event);
    if (!decision.accepted) throw new Error(`${event.type} was refused: ${decision.reason}`);
    return decision.task;
  };

/** A task that a person has just created. */
export const created = (overrides: Partial<Task> = {}): Task => {
  const task = createTask({ id: 'T-7', pipeline: 'delivery', drive: 'engine', ...overrides });
  return {
    ...task,
    ...begin(pipelineOf(task), task.drive, []),
    head: 'head-of-request',
    candidate: 'request',
    ...overrides,
  };
};

export const requested = (role: string, job = 'J-1'): Extract<TaskEvent, { type: 'job-requested' }> => ({
  type: 'job-requested',
  job,
  role,
  instructions: '',
  unmerged: [],
});

export const started: Step = happens({ type: 'job-started', job: 'J-1' });

/** The engine queues the job of the stage's role, and it starts. */
export const begun: Step = (task) => {
  const { role } = stageNow(task);
  if (task.due !== 'work' || role === null) throw new Error(`no work is due in ${task.stage} (${task.state.status})`);
  return walk(task, happens(requested(role)), started);
};

/** The job ends well and leaves the candidate. */
export const ended =
  (candidate: string): Step =>
  (task) =>
    happens({
      type: 'job-ended',
      job: 'J-1',
      status: 'succeeded',
      reason: 'done',
      left: { from: task.head ?? '', head: `head-of-${candidate}`, candidate },
    })(task);

/** The role of the stage works: a maker leaves a tree of its own, a judge none. */
export const works =
  (candidate?: string): Step =>
  (task) => {
    const running = begun(task);
    const stage = stageNow(task);
    const round = running.attempts[stage.role ?? ''];
    const made = isJudging(pipelineOf(task), stage) ? (task.candidate ?? '') : `${stage.name}-${round}`;
    return ended(candidate ?? made)(running);
  };

const verdict = (
  task: Task,
  gate: string,
  outcome: GateOutcome,
  reason = `${gate} says ${outcome}`,
  evidence: GateEvidence = {},
): Verdict => ({ gate, outcome, candidate: task.candidate ?? '', reason, evidence, at: 1 });

/** The gates of the task's stage answer in their order, up to the one that does not pass. */
export const answers = (
  task: Task,
  last: { gate: string; outcome: GateOutcome; reason?: string; evidence?: GateEvidence } | null = null,
): TaskEvent => {
  const { name, gates } = stageNow(task);
  const passed = last === null ? gates : gates.slice(0, gates.indexOf(last.gate));
  const answer = last === null ? [] : [verdict(task, last.gate, last.outcome, last.reason, last.evidence)];
  return {
    type: 'gates-answered',
    stage: name,
    verdicts: [...passed.map((gate) => verdict(task, gate, 'pass')), ...answer],
  };
};

export const passes: Step = (task) => happens(answers(task))(task);

export const fails =
  (gate: string, reason?: string, evidence?: GateEvidence): Step =>
  (task) =>
    happens(
      answers(task, {
        gate,
        outcome: 'fail',
        ...(reason === undefined ? {} : { reason }),
        ...(evidence === undefined ? {} : { evidence }),
      }),
    )(task);

export const waits =
  (gate: string, evidence: GateEvidence = {}): Step =>
  (task) =>
    happens(answers(task, { gate, outcome: 'pending', evidence }))(task);

export const approves: Step = (task) =>
  happens({ type: 'approved', gate: 'analysis-approved', candidate: task.candidate ?? '', by: 'pat', at: 2 })(task);

/** A person answers what a gate asks about the present candidate. */
export const replies =
  (gate: string, text: string): Step =>
  (task) =>
    happens({ type: 'answered', gate, candidate: task.candidate ?? '', by: 'pat', text })(task);

/** A person rejects what a gate asks about the present candidate. */
export const rejects =
  (gate: string, reason: string): Step =>
  (task) =>
    happens({ type: 'rejected', gate, candidate: task.candidate ?? '', by: 'pat', reason })(task);

export const retries: Step = happens({ type: 'retried', by: 'pat' });

/** Somebody's commit is found on the branch. */
export const changes =
  (candidate: string, ...changed: readonly string[]): Step =>
  (task) =>
    happens({ type: 'candidate-seen', head: `head-of-${candidate}`, candidate, changed })(task);

/** A task that has just come into a stage, everything before it in order. */
export const arrived = (stage: string): Task => {
  let task = created();
  while (task.stage !== stage) {
    if (task.due === 'work') task = works()(task);
    else if (task.stage === 'analysis') task = walk(task, waits('analysis-approved'), approves, passes);
    else task = passes(task);
  }
  return task;
};
