import type { SharedDocument } from '../document/shared-document.ts';
import type { TaskKind } from '../task.ts';
import { itemOf, type VersionMode, type VersionOf } from '../version.ts';
import type { StageCondition } from './stage-conditions.ts';

/** A pipeline as data: stages in order, each with the role that works there and the gates that let the task out. */
export interface Pipeline {
  readonly name: string;
  readonly description: string;
  /** `none` is the person's or a built-in pipeline's word that nobody reviews. */
  readonly review: 'required' | 'none';
  /** `none`: nothing is brought into main; what its tasks leave on their branches is the person's. */
  readonly delivery?: 'none' | undefined;
  /** Who starts the stages in which a role makes something: the engine by itself, or the tech lead. */
  readonly starts: 'engine' | 'lead';
  /** Directory of the task's documents in the worktree, with `{{task_id}}`; null: the pipeline leaves none in the repository. */
  readonly workItem: string | null;
  /** Exact paths of files that are records, not part of the candidate (INV-2); with `{{task_id}}`. */
  readonly records: readonly string[];
  /** Who commits what a role makes; with `worker`, what it leaves uncommitted blocks the task. */
  readonly commit: 'harness' | 'worker';
  /** Files at the root of the repository to which the merge adds a section about the task; no task's branch holds them (INV-2). */
  readonly shared: readonly SharedDocument[];
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly name: string;
  /** The role agent that works in this stage; null where only gates work. */
  readonly role: string | null;
  /** Its role works in another worktree at the same commit, and is told nothing of how that came about. */
  readonly independent?: true | undefined;
  /** What has to hold for the stage to be entered, or it is skipped; null: it always is. */
  readonly when: StageCondition | null;
  /** Gates that all pass before the task leaves the stage. */
  readonly gates: readonly string[];
  /** Where a task goes whose gate failed here: by gate, `*` for every other one. Without an entry it stays. */
  readonly onFail: Readonly<Record<string, string>>;
  /** Gates whose failure is for a person to look at: the task goes back and is blocked. */
  readonly blocksOn: readonly string[];
  /** By gate, the kind of the task that is left for a person when it blocks: nobody starts that one by himself. */
  readonly followUp: Readonly<Record<string, TaskKind>>;
  /** How often the role works here in all, the first time included, before a person has to look; null: the engine starts it once. */
  readonly attempts: number | null;
  /** Globs of what the role may write here, with `{{task_id}}` and `!` for exceptions; null: no limit. */
  readonly writes: readonly string[] | null;
  /** Whether its role's commands may reach the network; null: as the role's own file says. */
  readonly network: 'none' | 'allow' | null;
  /** `read-only`: the role's report is taken from its last message where it could not write the file; null: as the role's own file says. */
  readonly access: 'read-only' | null;
  /** Names of the repository's guides that the role follows here, besides those that its own file names. */
  readonly skills?: readonly string[] | undefined;
  /** The same for tasks whose request names a page (`URL:`). */
  readonly pageSkills?: readonly string[] | undefined;
  /** What becomes of its work where a task is made in several versions; null: it is done once. */
  readonly versions: VersionMode | null;
}

export const stageOf = (pipeline: Pipeline, name: string): Stage | null =>
  pipeline.stages.find((stage) => stage.name === name) ?? null;

/** The stage after `name`; null for the last one and for an unknown one. */
export const nextStage = (pipeline: Pipeline, name: string): Stage | null => {
  const index = pipeline.stages.findIndex((stage) => stage.name === name);
  return index < 0 ? null : (pipeline.stages[index + 1] ?? null);
};

/** The stage whose gates guard the move of main: the one before the final one. */
export const isLastWorkingStage = (pipeline: Pipeline, stage: Stage): boolean =>
  pipeline.stages.at(-2)?.name === stage.name;

/** A stage whose role writes records alone: it judges the candidate and cannot change it, so its work counts for that candidate only. */
export const isJudging = (pipeline: Pipeline, stage: Stage): boolean =>
  stage.role !== null && stage.writes?.every((path) => pipeline.records.includes(path)) === true;

/** Where a failed gate sends a task. */
export const rollbackOf = (stage: Stage, gate: string): string => stage.onFail[gate] ?? stage.onFail['*'] ?? stage.name;

/** A task as far as paths speak of it. */
interface Item {
  readonly id: string;
  readonly versionOf?: VersionOf | null;
}

/** A path or glob of a pipeline as it stands for one task. */
export const pathOf = (pattern: string, task: Item): string => pattern.replaceAll('{{task_id}}', itemOf(task));

/** The paths of a task's records, which are no part of its candidate (INV-2). */
export const recordsOf = ({ records }: Pick<Pipeline, 'records'>, task: Item): readonly string[] =>
  records.map((record) => pathOf(record, task));
