import { z } from 'zod';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { findTask } from '../src/app/tasks/find-task.ts';
import { readVerdict as read } from '../src/app/tasks/read-verdict.ts';
import { reasonOf } from '../src/domain/task.ts';

const parameters = z.strictObject({
  task: z.string().describe('Id or slug of a task.'),
  gate: z.string().nullish().describe('One gate; leave it out for all that apply so far.'),
});

/** What the gates say of a task's present candidate, with the evidence they rest on. */
export const readVerdict = defineTool({
  name: 'read_verdict',
  description:
    'Reads what the gates say of a task: pass, fail or pending, why, and the evidence (failing checks with their output, conflicting paths). Read it after a job has ended and before you send work back.',
  parameters,
  order: ({ task }) => [task, `task-${task}`],
  run: async ({ app, scope }, input) => {
    const task = await findTask(app, input.task, scope.run);
    return {
      stage: task.stage,
      status: task.state.status,
      reason: reasonOf(task.state),
      candidate: task.candidate,
      gates: read(app, task, input.gate ?? null),
    };
  },
  rehearse: 'as-always',
});
