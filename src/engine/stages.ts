import { nextStage, type Pipeline, type Stage, stageOf } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict.ts';
import { accept, type Decision, refuse } from './decision.ts';

type Answered = Extract<TaskEvent, { type: 'gates-answered' }>;

/** The verdicts of a stage's gates for the present candidate; a gate that has not answered for it is missing (INV-2, INV-13). */
const verdictsFor = (stage: Stage, task: Task): readonly (Verdict | null)[] =>
  stage.gates.map((gate) => task.verdicts.find((v) => v.gate === gate && v.candidate === task.candidate) ?? null);

/** INV-1: a stage is left only when each of its gates has passed for the present candidate. */
export const mayLeave = (stage: Stage, task: Task): boolean =>
  task.candidate !== null && verdictsFor(stage, task).every((verdict) => verdict?.outcome === 'pass');

/** Takes in the answers of one stage's gates and moves the task on, back, or to a person. */
export const gatesAnswered = (pipeline: Pipeline, task: Task, event: Answered): Decision => {
  const stage = stageOf(pipeline, task.stage);
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (stage === null || event.stage !== task.stage) {
    return refuse(`${task.id} is in ${task.stage}: gates of ${event.stage} were asked too early or too late`);
  }
  // A job that was queued meanwhile will change the candidate; its own end has the gates asked again.
  if (task.activeJob !== null)
    return refuse(`${task.activeJob.job} (${task.activeJob.role}) is still to work on ${task.id}`);
  const foreign = event.verdicts.find((v) => !stage.gates.includes(v.gate));
  if (foreign !== undefined) return refuse(`${foreign.gate} is no gate of ${stage.name}`);
  const current = event.verdicts.filter((v) => v.candidate === task.candidate);
  if (current.length === 0 && stage.gates.length > 0)
    return refuse('the candidate has changed since the gates were asked');

  const judged: Task = { ...task, verdicts: replaceVerdicts(task.verdicts, current) };
  if (mayLeave(stage, judged)) return leave(pipeline, stage, judged);
  const answers = verdictsFor(stage, judged).filter((v) => v !== null);
  const failed = answers.filter((v) => v.outcome === 'fail');
  if (failed.length > 0) return sendBack(stage, judged, failed);
  return waitFor(
    judged,
    answers.filter((v) => v.outcome === 'pending'),
  );
};

const replaceVerdicts = (old: readonly Verdict[], fresh: readonly Verdict[]): readonly Verdict[] => [
  ...old.filter((v) => !fresh.some((f) => f.gate === v.gate)),
  ...fresh,
];

/** Out of a stage whose gates have passed. Out of the last working stage only the merge itself leads (`merged`). */
const leave = (pipeline: Pipeline, stage: Stage, task: Task): Decision => {
  const next = nextStage(pipeline, stage.name);
  if (next === null || isLastWorkingStage(pipeline, stage)) return accept({ ...task, state: { status: 'ready' } });
  const moved: Task = { ...task, stage: next.name };
  if (isLastWorkingStage(pipeline, next)) return accept({ ...moved, state: { status: 'ready' } });
  return next.role === null
    ? accept(moved, { type: 'evaluate-gates', stage: next.name })
    : accept({ ...moved, state: { status: 'planned' } });
};

/** The stage whose gates guard the move of main: the one before the final one. */
export const isLastWorkingStage = (pipeline: Pipeline, stage: Stage): boolean =>
  pipeline.stages.at(-2)?.name === stage.name;

const sendBack = (stage: Stage, task: Task, failed: readonly Verdict[]): Decision => {
  const reason = failed.map((v) => `${v.gate}: ${v.reason}`).join('; ');
  const details = failed.map((v) => [`Gate ${v.gate} failed: ${v.reason}`, ...explain(v)].join('\n')).join('\n\n');
  return accept({
    ...task,
    stage: stage.onFail ?? task.stage,
    state: { status: 'sent-back', reason },
    feedback: isRepetition(task.feedback.at(-1), details) ? task.feedback : [...task.feedback, details],
  });
};

/** The same finding once more: checks print durations and counters that differ from run to run. */
const isRepetition = (last: string | undefined, details: string): boolean =>
  last !== undefined && last.replaceAll(/[\d.]+/g, '#') === details.replaceAll(/[\d.]+/g, '#');

/** The evidence as the next worker reads it: paths in conflict, and the output of what was red. */
const explain = (verdict: Verdict): readonly string[] => [
  ...(verdict.evidence.conflicts ?? []).map((path) => `conflict: ${path}`),
  ...(verdict.evidence.paths ?? []).map((path) => `path: ${path}`),
  ...(verdict.evidence.checks ?? [])
    .filter((check) => check.exitCode !== 0 && !check.knownRed)
    .map((check) => `$ ${check.command}\nexit code ${check.exitCode ?? 'none'}\n${check.output}`),
];

const waitFor = (task: Task, pending: readonly Verdict[]): Decision => {
  const first = pending[0];
  if (first === undefined) return accept(task);
  return accept(
    {
      ...task,
      state: { status: 'waiting', reason: `${first.gate}: ${first.reason}`, owner: 'person', question: null },
    },
    { type: 'ask-approval', gate: first.gate, candidate: first.candidate, reason: first.reason },
  );
};
