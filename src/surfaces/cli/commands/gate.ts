import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addGateCheck } from './gate-check.ts';
import { addGateEval } from './gate-eval.ts';
import { addGateList } from './gate-list.ts';

/** The gates, explained. */
export const addGate: AddCommand = (parent, context) => {
  const group = parent
    .command('gate')
    .description('List the gates, ask those of a task, or judge a file. Nothing is moved.');
  addGateList(group, context);
  addGateCheck(group, context);
  addGateEval(group, context);
  withExamples(group, 'orchestrator gate list', 'orchestrator gate check T-3');
};
