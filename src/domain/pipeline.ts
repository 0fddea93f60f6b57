/** A pipeline as data: stages in order, each with the role that works there and the gates that let the task out. */
export interface Pipeline {
  readonly name: string;
  readonly description: string;
  /** `none` is the person's or a built-in pipeline's word that nobody reviews. */
  readonly review: 'required' | 'none';
  /** Exact paths of files that are records, not part of the candidate (INV-2). */
  readonly records: readonly string[];
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly name: string;
  /** The role agent that works in this stage; null where only gates work. */
  readonly role: string | null;
  /** Gates that all pass before the task leaves the stage. */
  readonly gates: readonly string[];
  /** Where a task goes whose gate failed here; null: it stays. */
  readonly onFail: string | null;
}

export const stageOf = (pipeline: Pipeline, name: string): Stage | null =>
  pipeline.stages.find((stage) => stage.name === name) ?? null;

/** The stage after `name`; null for the last one and for an unknown one. */
export const nextStage = (pipeline: Pipeline, name: string): Stage | null => {
  const index = pipeline.stages.findIndex((stage) => stage.name === name);
  return index < 0 ? null : (pipeline.stages[index + 1] ?? null);
};
