import { z } from 'zod';
import { rehearseMerge } from '../src/app/lead/dry-run.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { type Integration, integrate } from '../src/app/merge/integrate.ts';
import { findTask } from '../src/app/tasks/find-task.ts';

const parameters = z.strictObject({ task: z.string().describe('Id or slug of a task.') });

/** Brings a task into local main, after all gates and with the merged tree checked before main moves (INV-10). */
export const mergeLocally = defineTool({
  name: 'merge_locally',
  description:
    'Merges a task into local main: asks every gate on the way, builds the merge apart, runs the checks on the merged tree, and moves main only if all is green. Otherwise main stays untouched and the answer names conflicts or failing checks. One merge at a time; never pushes.',
  parameters,
  order: () => 'everything',
  run: async ({ app, scope, pump }, input) => {
    const task = await findTask(app, input.task, scope.run);
    const done = await integrate(app, scope, task.id);
    await pump.kick();
    return viewOf(done);
  },
  rehearse: async ({ app, scope }, input) => viewOf(await rehearseMerge(app, { run: scope.run, task: input.task })),
});

const viewOf = ({ merged, commit, reason, conflicts, checks }: Integration) => ({
  merged,
  commit,
  reason,
  conflicts,
  checks: checks.map(({ command, exitCode }) => ({ command, exit_code: exitCode })),
});
