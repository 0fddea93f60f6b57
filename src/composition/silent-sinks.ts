import type { Person } from '../ports/person.ts';
import type { Progress } from '../ports/progress.ts';

/** For commands that only look or decide: nobody follows, and nobody is asked. */
export const SILENT: Progress = { emit: () => undefined };

export const NOBODY: Person = {
  present: false,
  ask: async () => null,
  confirmPlan: async () => true,
};
