import type { z } from 'zod';
import type { PlanDelivery } from '../../domain/plan/plan.ts';
import { describeIssues } from '../describe-issue.ts';
import { type PlanMistake, quoted } from './mistake.ts';
import { entrySchema, type PlanEntry, planSchema } from './schema.ts';

const DRAFT = entrySchema.partial();

/** A task as far as it is understood: a key with a mistake is missing in `entry`, so that the rest of it can still be judged. */
export interface PlanDraft {
  readonly index: number;
  /** The keys that stand there, right or wrong. */
  readonly written: ReadonlySet<string>;
  readonly entry: z.output<typeof DRAFT>;
}

export interface PlanShape {
  readonly title: string | null;
  readonly delivery: PlanDelivery;
  readonly drafts: readonly PlanDraft[];
  readonly mistakes: readonly PlanMistake[];
}

/**
 * Holds what a plan's text says against its schema.
 * @param before how many tasks of the same plan were read before these
 */
export const readShape = (value: unknown, before = 0): PlanShape => {
  const result = planSchema.safeParse(value);
  if (result.success) {
    const { title = null, delivery = 'none', tasks } = result.data;
    const drafts = tasks.map((entry, index) => ({
      index: before + index,
      written: new Set(Object.keys(entry)),
      entry,
    }));
    return { title, delivery, drafts, mistakes: [] };
  }
  const drafts = isRecord(value) && Array.isArray(value.tasks) ? value.tasks.map(draftOf) : [];
  const mistakes = describeIssues(planSchema, result.error.issues).map(namingVariable);
  return { title: null, delivery: 'none', drafts, mistakes };
};

const draftOf = (task: unknown, index: number): PlanDraft => {
  const fields = isRecord(task) ? Object.entries(task) : [];
  const right = fields.filter(([key, field]) => isKey(key) && entrySchema.shape[key].safeParse(field).success);
  return { index, written: new Set(fields.map(([key]) => key)), entry: DRAFT.parse(Object.fromEntries(right)) };
};

const isKey = (key: string): key is keyof PlanEntry => Object.hasOwn(entrySchema.shape, key);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a variable's name does not say which one it is. */
const namingVariable = (mistake: PlanMistake): PlanMistake => {
  const [, , key, variable] = mistake.path;
  return mistake.atKey === true && key === 'env' && typeof variable === 'string'
    ? { ...mistake, message: `${quoted(variable)}: ${mistake.message}` }
    : mistake;
};
