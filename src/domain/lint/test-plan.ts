import { z } from 'zod';

const text = z.string().trim().min(1);

const TEST = z.object({
  id: z.string().regex(/^TC-\d{2,}$/, 'expected TC- and at least two digits'),
  type: z.enum(['unit', 'integration']),
  description: text,
  module: text,
  expected: text,
  /** The criteria that it decides. */
  acceptance: z.array(z.string().regex(/^AC-\d{2,}$/, 'expected AC- and at least two digits')).optional(),
});

/** A test plan, `04-test-plan.yaml` (MA-230). Further fields are the plan's own. */
const TEST_PLAN = z.object({ work_item: text, tests: z.array(TEST).min(1) });

/**
 * What is wrong with a test plan, a line each with the place of the value; empty for a good one.
 * @param plan the parsed file
 */
export const testPlanProblems = (plan: unknown): readonly string[] => {
  const parsed = TEST_PLAN.safeParse(plan);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`);
  const ids = parsed.data.tests.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => `tests: ${id} stands twice`);
};

const placeOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'the plan' : path.map(String).join('.'));
