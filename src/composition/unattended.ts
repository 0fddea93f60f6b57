import type { RunSinks } from '../surfaces/cli/cli-deps.ts';

/** For commands that only look or decide: nobody follows, and nobody is asked. */
export const UNATTENDED: RunSinks = {
  progress: { emit: () => undefined },
  person: {
    present: false,
    ask: async () => null,
    confirmPlan: async () => true,
  },
};
