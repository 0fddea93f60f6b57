import { z } from 'zod';
import { rehearseRemoval } from '../src/app/lead/dry-run.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { removeWorktree as remove } from '../src/app/worktrees/remove-worktree.ts';

const parameters = z.strictObject({ worktree: z.string().describe('Name of a task worktree, `task-<slug>`.') });

/** Removes a task's worktree unless it holds work (INV-9); its branch stays. */
export const removeWorktree = defineTool({
  name: 'remove_worktree',
  description:
    'Removes a task worktree that holds no uncommitted work; its branch stays. Merged tasks are tidied up at the end of the run without it.',
  parameters,
  order: ({ worktree }) => [worktree],
  run: ({ app }, { worktree }) => remove(app, worktree),
  rehearse: ({ app }, { worktree }) => rehearseRemoval(app, worktree),
});
