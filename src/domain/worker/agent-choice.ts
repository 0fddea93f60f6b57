import type { Difficulty } from '../pipeline/difficulty.ts';
import type { Project } from '../project/project.ts';
import type { WorkerSettings } from '../settings.ts';

/** How hard an agent thinks, from the least on. */
export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Roles that follow a plan somebody else made; the others need to think. */
const STANDARD_EFFORTS: Readonly<Record<string, Effort>> = { tester: 'medium', deployer: 'medium' };
const STANDARD_EFFORT: Effort = 'high';

/**
 * The model of a role: the project's own, else the role's setting, else that for tasks as hard as this one, else the common one.
 * @param project null where none is known
 * @returns null: the CLI is not told and takes its own
 */
export const agentModel = (
  project: Pick<Project, 'agentModels'> | null,
  role: string,
  difficulty: Difficulty,
  { model, models, modelsByDifficulty }: Pick<WorkerSettings, 'model' | 'models' | 'modelsByDifficulty'>,
): string | null => firstOf(project?.agentModels[role], models[role], modelsByDifficulty[difficulty], model);

/** An effort, or why the CLI is told none. */
export interface EffortChoice {
  readonly effort: Effort | null;
  readonly warning: string | null;
}

/**
 * The effort of a role: the project's own, else the role's setting, else the common one, else the role's standard. A word that is
 * no effort is left out with a warning: a misspelling must not stop the work, nor choose another effort in silence.
 * @param project null where none is known
 */
export const agentEffort = (
  project: Pick<Project, 'agentEfforts' | 'name'> | null,
  role: string,
  { effort, efforts }: Pick<WorkerSettings, 'effort' | 'efforts'>,
): EffortChoice => {
  const own = firstOf(project?.agentEfforts[role]);
  const word = firstOf(own, efforts[role], effort, STANDARD_EFFORTS[role], STANDARD_EFFORT);
  const known = EFFORTS.find((each) => each === word);
  if (known !== undefined) return { effort: known, warning: null };
  const where = own === null ? 'in the settings' : `of the project ${project?.name}`;
  const warning = `"${word}", the effort of the ${role} ${where}, is none of ${EFFORTS.join(', ')}: the agent is not told one.`;
  return { effort: null, warning };
};

/** The first text that says something; an empty one is as good as none. */
const firstOf = (...texts: readonly (string | null | undefined)[]): string | null =>
  texts.find((text): text is string => text !== null && text !== undefined && text.trim() !== '') ?? null;
