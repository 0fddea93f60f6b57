import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addGuardCheck } from './guard-check.ts';

/** The guard, explained. */
export const addGuard: AddCommand = (parent, context) => {
  const group = parent.command('guard').description('Ask the guard what it would say, and why. Nothing is run.');
  addGuardCheck(group, context);
  withExamples(group, 'orchestrator guard check -- git push origin main');
};
