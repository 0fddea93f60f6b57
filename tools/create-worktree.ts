import { z } from 'zod';
import { rehearseWorktree } from '../src/app/lead/dry-run.ts';
import type { LeadHands } from '../src/app/lead/lead-hands.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { jobAtWork } from '../src/app/worktrees/job-at-work.ts';
import { ensureTaskWorktree, ensureWorktree, type MadeWorktree } from '../src/app/worktrees/task-worktree.ts';
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
  run: async (hands, input) => {
    const { app, scope } = hands;
    const { task, ...wanted } = await wantedBy(hands, input);
    const make = () =>
      task === undefined ? ensureWorktree(app, scope.run, wanted) : ensureTaskWorktree(app, task, wanted.base);
    // A job at work there makes it by itself: two at once would stumble over each other.
    const isLeftAlone = (await jobAtWork(app, wanted.worktree)) !== null;
    return viewOf(
      isLeftAlone
        ? await rehearseWorktree(app, scope.run, wanted)
        : await app.leases.hold(worktreePath(app, wanted.worktree), 'create_worktree', make),
    );
  },
  rehearse: async (hands, input) =>
    viewOf(await rehearseWorktree(hands.app, hands.scope.run, await wantedBy(hands, input))),
});

/** The worktree of the task that a call means, or one of its own under that name. */
const wantedBy = async ({ app, scope }: LeadHands, input: z.infer<typeof parameters>) => {
  const base = input.base ?? null;
  if (base !== null) refuseStrangeRef(base);
  const name = slugOf(input.slug.replace(/^task[-/]/, ''));
  const tasks = await app.store.tasks.inRun(scope.run);
  const task = tasks.find(({ id, slug }) => id === input.slug || slug === input.slug || slug === name);
  return {
    task,
    worktree: task?.worktree ?? `task-${name}`,
    branch: task?.branch ?? `task/${name}`,
    base: base ?? task?.base ?? null,
  };
};

const viewOf = ({ worktree, branch, head, created }: MadeWorktree) => ({ worktree, branch, head, created });

/** A base is handed to git: it must not read as an option, a range or a refspec. */
const refuseStrangeRef = (base: string): void => {
  if (/^[A-Za-z0-9][\w./@{}^~+-]*$/.test(base) && !base.includes('..')) return;
  throw new OrchestratorError(
    'usage',
    `"${base.slice(0, 80)}" is no name of a branch, tag or commit.`,
    'Leave base out, or name one branch, tag or commit.',
  );
};
