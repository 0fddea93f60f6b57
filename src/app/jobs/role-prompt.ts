import type { Argv } from '../../domain/argv.ts';
import { isJudging, type Pipeline, type Stage, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { itemOf } from '../../domain/version.ts';
import type { Material } from '../../domain/worker/material.ts';
import { promptGaps } from '../../domain/worker/prompt-gaps.ts';
import type { Skill } from '../../domain/worker/skill.ts';
import { workBrief } from '../../domain/worker/work-brief.ts';
import type { App } from '../app.ts';
import { eventLogOf } from '../home/run-lock.ts';
import { fixedInputs } from '../run-document/fixed-inputs.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { linkedSkills } from './linked-skills.ts';
import { stageArtifacts } from './stage-artifacts.ts';

type Needs = Pick<App, 'pipelines' | 'prompts' | 'store' | 'settings' | 'redact'>;

/** A job of a role on a task, as far as its prompt depends on it. */
interface PromptOrder {
  readonly task: Task;
  readonly role: string;
  readonly instructions: string;
  /** As main has them. */
  readonly checks: readonly Argv[];
  /** The worktree and the head of its branch. */
  readonly made: { readonly path: string; readonly head: string };
  /** What was fetched into the worktree; nothing where it is left out. */
  readonly materials?: readonly Material[];
}

/** The prompt of a role, and what of it is missing where its stage demands that it be complete (KB-20). */
export interface RolePrompt {
  readonly text: string;
  readonly gaps: readonly string[];
  /** The guides of the repository that it refers to. */
  readonly skills: readonly Skill[];
}

/** What a role agent is told about one job; the same text is judged by the gate and sent to the worker. */
export const rolePrompt = async (app: Needs, order: PromptOrder): Promise<RolePrompt> => {
  const { task, role, made } = order;
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  const isOfStage = stage?.role === role;
  const checks = order.checks.map((argv) => argv.join(' '));
  const inputs = isOfStage && isBriefed(pipeline, stage) ? await inputsOf(app, task) : null;
  const skills = await linkedSkills(app, task, role);
  const text = await app.prompts.renderTask({
    role,
    stage: isOfStage ? task.stage : null,
    artifacts: isOfStage ? stageArtifacts(pipeline, task) : [],
    baseCommit: task.baseCommit ?? made.head,
    headCommit: made.head,
    eventLog: eventLogOf(app),
    task: { ...task, id: itemOf(task) },
    instructions: order.instructions,
    feedback: task.feedback,
    checks,
    skills,
    materials: order.materials ?? [],
    worktree: made.path,
    commit: isOfStage && !isJudging(pipeline, stage) ? pipeline.commit : 'harness',
    brief: inputs === null ? '' : workBrief(inputs),
  });
  return { text, skills, gaps: inputs === null ? [] : promptGaps(text, { inputs, checks, request: task.prompt }) };
};

/** What the next role that has to say COMPLETED would be told, before it is its turn; null where the pipeline has none. */
export const nextBriefedPrompt = async (
  app: Needs,
  task: Task,
  checks: PromptOrder['checks'],
): Promise<(RolePrompt & { readonly role: string }) | null> => {
  const pipeline = pipelineOf(app, task);
  const present = pipeline.stages.findIndex(({ name }) => name === task.stage);
  const stage = pipeline.stages.slice(Math.max(0, present)).find((each) => isBriefed(pipeline, each));
  if (stage === undefined || stage.role === null) return null;
  const { role } = stage;
  const made = { path: worktreePath(app, task.worktree), head: task.head ?? '' };
  const there: Task = { ...task, stage: stage.name };
  return { role, ...(await rolePrompt(app, { task: there, role, instructions: '', checks, made })) };
};

const isBriefed = (pipeline: Pipeline, stage: Stage): boolean =>
  pipeline.shared.length > 0 && stage.gates.includes('work-completed');

const inputsOf = async (app: Pick<App, 'store'>, { run, id }: Task) =>
  fixedInputs(await app.store.journal.after(run, 0), id);
