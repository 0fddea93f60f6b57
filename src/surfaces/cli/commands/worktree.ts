import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addWorktreeList } from './worktree-list.ts';
import { addWorktreePrune } from './worktree-prune.ts';

/** The worktrees of the base directory. */
export const addWorktree: AddCommand = (parent, context) => {
  const group = parent.command('worktree').description('List the worktrees, or remove those without work in them.');
  addWorktreeList(group, context);
  addWorktreePrune(group, context);
  withExamples(group, 'orchestrator worktree list', 'orchestrator worktree prune --dry-run');
};
