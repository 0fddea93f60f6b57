import { z } from 'zod';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { listWorktrees as findWorktrees } from '../src/app/worktrees/list-worktrees.ts';

/** Names the worktrees that commands may run in, as they are now. */
export const listWorktrees = defineTool({
  name: 'list_worktrees',
  description:
    'Lists the worktrees: name, branch, head, whether there is uncommitted work, and the task that it belongs to.',
  parameters: z.strictObject({}),
  order: () => 'everything',
  run: async ({ app }) => ({
    worktrees: (await findWorktrees(app)).map(({ worktree, branch, head, dirty, task }) => ({
      worktree,
      branch,
      head,
      dirty,
      task,
    })),
  }),
  rehearse: 'as-always',
});
