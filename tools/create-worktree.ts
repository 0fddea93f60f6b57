import { z } from 'zod';
import { rehearseWorktree } from '../src/app/lead/dry-run.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { ensureTaskWorktree, ensureWorktree } from '../src/app/worktrees/task-worktree.ts';
import { worktreePath } from '../src/app/worktrees/worktree-path.ts';
import { OrchestratorError } from '../src/domain/errors.ts';
import { slugOf } from '../src/domain/text/slug.ts';

const parameters = z.strictObject({
  slug: z.string().min(1).describe('A slug or id of the plan, or a new name; gives the worktree `task-<slug>`.'),
  base: z.string().nullish().describe('Branch, tag or commit to start from; leave it out for the base of this run.'),
});

/** Makes the worktree of a task, or of a name that no task has; one that is there is reused (CX-20). */
export const createWorktree = defineTool({
  name: 'create_worktree',
  description:
    'Makes the worktree `task-<slug>` on the branch `task/<slug>`, or returns the one that exists. Not needed before enqueue_role_agent, which makes it by itself.',
  parameters,
  order: ({ slug }) => [slug, `task-${slug}`],
  run: async ({ app, scope }, input) => {
    const base = input.base ?? null;
    if (base !== null) refuseStrangeRef(base);
    const name = slugOf(input.slug.replace(/^task[-/]/, ''));
    const tasks = await app.store.tasks.inRun(scope.run);
    const task = tasks.find(({ id, slug }) => id === input.slug || slug === input.slug || slug === name);
    const wanted = {
      worktree: task?.worktree ?? `task-${name}`,
      branch: task?.branch ?? `task/${name}`,
      base: base ?? task?.base ?? null,
    };
    const make = () =>
      task === undefined ? ensureWorktree(app, scope.run, wanted) : ensureTaskWorktree(app, task, wanted.base);
    // A job at work there makes it by itself: two at once would stumble over each other.
    const lease = worktreePath(app, wanted.worktree);
    const leaveIt = app.settings.dryRun || (await app.leases.holder(lease))?.startsWith('job ') === true;
    const { worktree, branch, head, created } = leaveIt
      ? await rehearseWorktree(app, scope.run, wanted)
      : await app.leases.hold(lease, 'create_worktree', make);
    return { worktree, branch, head, created };
  },
});

/** A base is handed to git: it must not read as an option, a range or a refspec. */
const refuseStrangeRef = (base: string): void => {
  if (/^[A-Za-z0-9][\w./@{}^~+-]*$/.test(base) && !base.includes('..')) return;
  throw new OrchestratorError(
    'usage',
    `"${base.slice(0, 80)}" is no name of a branch, tag or commit.`,
    'Leave base out, or name one branch, tag or commit.',
  );
};
