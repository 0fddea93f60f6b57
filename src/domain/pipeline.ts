/** A pipeline as data: stages in order, each with the role that works there and the gates that let the task out. */
export interface Pipeline {
  readonly name: string;
  readonly description: string;
  /** `none` is the person's or a built-in pipeline's word that nobody reviews. */
  readonly review: 'required' | 'none';
  /** Who starts the stages in which a role makes something: the engine by itself, or the tech lead. */
  readonly starts: 'engine' | 'lead';
  /** Directory of the task's documents in the worktree, with `{{task_id}}`; null: the pipeline leaves none in the repository. */
  readonly workItem: string | null;
  /** Exact paths of files that are records, not part of the candidate (INV-2); with `{{task_id}}`. */
  readonly records: readonly string[];
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly name: string;
  /** The role agent that works in this stage; null where only gates work. */
  readonly role: string | null;
  /** Gates that all pass before the task leaves the stage. */
  readonly gates: readonly string[];
  /** Where a task goes whose gate failed here: by gate, `*` for every other one. Without an entry it stays. */
  readonly onFail: Readonly<Record<string, string>>;
  /** Gates whose failure is for a person to look at: the task goes back and is blocked. */
  readonly blocksOn: readonly string[];
  /** How often the role works here in all, the first time included, before a person has to look; null: the engine starts it once. */
  readonly attempts: number | null;
  /** Globs of what the role may write here, with `{{task_id}}` and `!` for exceptions; null: no limit. */
  readonly writes: readonly string[] | null;
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

/** A path or glob of a pipeline as it stands for one task. */
export const pathOf = (pattern: string, task: { readonly id: string }): string =>
  pattern.replaceAll('{{task_id}}', task.id);
