import { z } from 'zod';
import { enqueueRoleAgent as enqueue } from '../src/app/jobs/enqueue-role-agent.ts';
import { rehearseRoleAgent } from '../src/app/lead/dry-run.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';

const parameters = z.strictObject({
  task: z.string().describe('Id or slug of a task of the plan.'),
  role: z.string().describe('Who works: `developer`, `reviewer`, `tester`, ...'),
  instructions: z
    .string()
    .describe(
      "What this run adds to the task's prompt, word for word; after a send-back, what to change and where. May be empty.",
    ),
});

/** Queues a role agent for a task; it starts as soon as a worker is free and what the task depends on is merged. */
export const enqueueRoleAgent = defineTool({
  name: 'enqueue_role_agent',
  description:
    'Gives a task to a role agent and returns its job at once. Jobs of independent tasks run at the same time; one whose dependencies are not merged stays queued until they are. The gates are asked by themselves when the agent has succeeded. A task and role with a job under way returns that job.',
  parameters,
  order: ({ task }) => [task, `task-${task}`],
  run: async ({ app, scope, pump }, input) => {
    const { job, waitsFor } = await enqueue(app, { ...input, run: scope.run });
    await pump.kick();
    return waitsFor === null ? { job } : { job, waits_for: waitsFor };
  },
  rehearse: async ({ app, scope }, input) => ({ job: await rehearseRoleAgent(app, { ...input, run: scope.run }) }),
});
