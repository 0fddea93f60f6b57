import { isLastWorkingStage, type Pipeline, type Stage, stageOf } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { enter, isWorkDone } from './entering.ts';
import { stageAfter } from './optional-stages.ts';
import { sendBack } from './rollback.ts';
import { hasReported, isOver, rest } from './version-life.ts';

type Answered = Extract<TaskEvent, { type: 'gates-answered' }>;

/** The verdicts of a stage's gates for the present candidate; a gate that has not answered for it is missing (INV-2, INV-13). */
const verdictsFor = (stage: Stage, task: Task): readonly (Verdict | null)[] =>
  stage.gates.map((gate) => task.verdicts.find((v) => v.gate === gate && v.candidate === task.candidate) ?? null);

/** INV-1: a stage is left only when its role has worked and each of its gates has passed for the present candidate. */
export const mayLeave = (pipeline: Pipeline, stage: Stage, task: Task): boolean =>
  task.candidate !== null &&
  isWorkDone(pipeline, task, stage) &&
  verdictsFor(stage, task).every((verdict) => verdict?.outcome === 'pass');

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
  if (!isWorkDone(pipeline, task, stage)) return refuse(`the ${stage.role} has not worked on this candidate yet`);
  // A late answer would take a role's turn, or a person's.
  if (task.drive === 'engine' && task.due !== 'gates' && task.due !== 'merge')
    return refuse(`the gates of ${stage.name} are not to be asked now`);
  const foreign = event.verdicts.find((v) => !stage.gates.includes(v.gate));
  if (foreign !== undefined) return refuse(`${foreign.gate} is no gate of ${stage.name}`);
  const twice = event.verdicts.find((v, index) => event.verdicts.findIndex(({ gate }) => gate === v.gate) !== index);
  if (twice !== undefined) return refuse(`${twice.gate} has answered twice`);
  const current = event.verdicts.filter((v) => v.candidate === task.candidate);
  if (current.length === 0 && stage.gates.length > 0)
    return refuse('the candidate has changed since the gates were asked');

  const judged: Task = { ...task, verdicts: replaceVerdicts(task.verdicts, current) };
  const stopped = current.find((v) => v.outcome !== 'pass');
  // A gate that has not answered has not passed: the stage is still due to be asked.
  if (stopped === undefined) return accept(mayLeave(pipeline, stage, judged) ? leave(pipeline, stage, judged) : judged);
  if (hasReported(stage, judged, stopped)) return accept(rest(judged));
  if (stopped.outcome === 'fail') return sendBack(pipeline, stage, judged, stopped);
  const { until } = stopped.evidence;
  return until === undefined ? waitFor(judged, stopped) : waitUntil(judged, stopped, until, task);
};

const replaceVerdicts = (old: readonly Verdict[], fresh: readonly Verdict[]): readonly Verdict[] => [
  ...old.filter((v) => !fresh.some((f) => f.gate === v.gate)),
  ...fresh,
];

/** Out of a stage whose gates have passed. Out of the last working stage only the merge itself leads (`merged`). */
export const leave = (pipeline: Pipeline, stage: Stage, task: Task): Task => {
  if (isOver(stage, task)) return rest(task);
  const next = stageAfter(pipeline, stage, task);
  return enter(pipeline, task, next === null || isLastWorkingStage(pipeline, stage) ? stage : next);
};

const waitFor = (task: Task, { gate, candidate, reason, evidence }: Verdict): Decision =>
  accept(
    {
      ...task,
      due: null,
      state: { status: 'waiting', reason: `${gate}: ${reason}`, owner: 'person' },
    },
    {
      type: 'ask-person',
      gate,
      candidate,
      reason: evidence.question ?? reason,
      wants: evidence.question === undefined ? 'decision' : 'answer',
    },
  );

/** What it waits for ends by itself: nobody is asked, and a worker that looks later asks the gate again. */
const waitUntil = (task: Task, { gate, reason, evidence }: Verdict, owner: string, before: Task): Decision => {
  const why = `${gate}: ${reason}`;
  const known = before.verdicts.find((verdict) => verdict.gate === gate && verdict.candidate === before.candidate);
  const isSameLook = known?.evidence.polling?.attempts === evidence.polling?.attempts;
  // Found again and again: the first time says it, and since when. Looks that are counted are each a new state.
  if (task.state.status === 'waiting' && task.state.reason === why && isSameLook)
    return refuse(`${task.id} waits for that already`);
  return accept({ ...task, due: 'gates', state: { status: 'waiting', reason: why, owner } });
};
