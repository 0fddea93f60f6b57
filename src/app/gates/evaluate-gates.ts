import { OrchestratorError } from '../../domain/errors.ts';
import { type Evidence, PASSING_EVIDENCE } from '../../domain/evidence.ts';
import { isLastWorkingStage, recordsOf, type Stage, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import type { GateAnswer, Verdict } from '../../domain/verdict/verdict.ts';
import { itemOf } from '../../domain/version.ts';
import { isWorkDone } from '../../engine/entering.ts';
import { askGate, needsOf } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { keepOldHead } from '../merge/keep-old-head.ts';
import type { RunScope } from '../run-scope.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { candidateAt } from './candidate-at.ts';
import { collectEvidence } from './collect-evidence.ts';
import { recordApproval } from './record-approval.ts';

/** Looks at what a gate needs to see; a kind that is missing in the answer could not be seen (INV-13). */
export type Look = (gate: string) => Promise<Partial<Evidence>>;

/**
 * Looks at a task's branch and asks the gates of its stage, and of the next ones, until the task is ready for its merge, is
 * sent back, or waits. The gates of the last working stage are asked by `integrate` alone, with main held still.
 * Rejects with `infrastructure` when a set-up fails and with `baseline-red`.
 */
export const evaluateGates = async (app: App, scope: RunScope, taskId: string): Promise<Task> => {
  let task = await seeCandidate(app, taskId);
  for (;;) {
    const pipeline = pipelineOf(app, task);
    // At each stage: a candidate that is again what a person approved comes to theirs from an earlier one.
    if (await recordApproval(app, pipeline, task)) task = await seeCandidate(app, taskId);
    const stage = stageOf(pipeline, task.stage);
    const { head } = task;
    if (stage === null || head === null || isLastWorkingStage(pipeline, stage)) return task;
    if (task.activeJob !== null || !isWorkDone(pipeline, task, stage)) return task;
    const candidate = { task, head };
    const answered = await answerStage(app, task, stage, (gate) => collectEvidence(app, scope, candidate, gate));
    task = answered.task;
    if (!answered.goesOn) return task;
  }
};

/**
 * Asks the gates of one stage in their order, up to the first that does not pass, and commits what they say. A pass that was
 * given for this candidate is kept when its evidence need not be looked at anew.
 */
export const answerStage = async (
  app: App,
  task: Task,
  stage: Stage,
  look: Look,
): Promise<{ task: Task; goesOn: boolean }> => {
  const verdicts: Verdict[] = [];
  for (const gate of stage.gates) {
    const verdict = keptPass(task, gate) ?? (await ask(app, task, gate, look));
    verdicts.push(verdict);
    const { outcome, reason } = verdict;
    if (!isToldAlready(task, verdict))
      app.progress.emit({ type: 'gate-answered', task: task.id, gate, outcome, reason });
    if (verdict.outcome !== 'pass') break;
  }
  const applied = await applyTransition(app, task.id, { type: 'gates-answered', stage: stage.name, verdicts });
  return {
    task: applied.task,
    goesOn: applied.accepted && applied.task.due === 'gates' && applied.task.state.status !== 'waiting',
  };
};

/** What waits for something to end is asked again and again, and so are the gates before it: what they said first is told. */
const isToldAlready = ({ state, verdicts }: Task, { gate, candidate, reason }: Verdict): boolean =>
  state.status === 'waiting' &&
  verdicts.some((known) => known.gate === gate && known.candidate === candidate && known.reason === reason);

/** The engine is told where the branch is; a new tree makes every verdict stale (INV-2). */
export const seeCandidate = async (app: App, taskId: string): Promise<Task> => {
  const task = await app.store.tasks.get(taskId);
  if (task === null)
    throw new OrchestratorError('unknown-task', `There is no task ${taskId}.`, 'See `orchestrator task list`.');
  const seen = await lookAtBranch(app, task);
  if (seen === null) return task;
  const { head, candidate } = seen;
  await keepOldHead(app, task);
  const { mainPath } = app.settings.layout;
  const records = recordsOf(pipelineOf(app, task), task);
  const changed =
    task.head === null || candidate === task.candidate
      ? []
      : (await app.git.diff(mainPath, task.head, head))
          .map(({ path }) => path)
          .filter((path) => !records.includes(path));
  return (await applyTransition(app, taskId, { type: 'candidate-seen', head, candidate, changed })).task;
};

/** Where a task's branch is and what it holds; null where there is none, or the engine knows already. */
export const lookAtBranch = async (
  app: Pick<App, 'git' | 'settings' | 'pipelines'>,
  task: Task,
): Promise<{ readonly head: string; readonly candidate: string } | null> => {
  const head = await app.git.resolve(app.settings.layout.mainPath, `refs/heads/${task.branch}`);
  if (head === null || (head === task.head && task.candidate !== null)) return null;
  return { head, candidate: await candidateAt(app, pipelineOf(app, task), task, head) };
};

/**
 * A pass on evidence that belongs to the candidate holds as long as that does. A failure is asked again, since the world may have
 * changed, and so is a pass on what changes by itself.
 */
const keptPass = (task: Task, gate: string): Verdict | null =>
  needsOf(gate).some((kind) => PASSING_EVIDENCE.has(kind)) ? null : passOf(task, gate);

const passOf = (task: Task, gate: string): Verdict | null =>
  task.verdicts.find((v) => v.gate === gate && v.candidate === task.candidate && v.outcome === 'pass') ?? null;

/** Asks a gate. Where it wants a person who has approved or rejected this very change of this candidate before, their word still counts. */
const ask = async (app: App, task: Task, gate: string, look: Look): Promise<Verdict> => {
  const answer = askGate(gate, await look(gate), { ...task, id: itemOf(task) });
  const decided = decisionOf(task, gate);
  if (decided !== null && answer.outcome === 'pending' && isAbout(decided, answer)) return decided;
  return { gate, candidate: task.candidate ?? '', at: app.clock.now(), ...answer };
};

const decisionOf = (task: Task, gate: string): Verdict | null =>
  task.verdicts.find(
    ({ gate: of, candidate, evidence }) =>
      of === gate && candidate === task.candidate && (evidence.approvedBy ?? evidence.rejectedBy) !== undefined,
  ) ?? null;

const isAbout = ({ evidence: decided }: Verdict, { evidence: asked }: GateAnswer): boolean =>
  decided.diff === asked.diff && JSON.stringify(decided.paths) === JSON.stringify(asked.paths);
