import { z } from 'zod';
import { rehearseTransition } from '../src/app/lead/dry-run.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { requestTransition as request } from '../src/app/tasks/request-transition.ts';

const parameters = z.strictObject({
  task: z.string().describe('Id or slug of a task.'),
  to: z.string().nullish().describe('A later stage of its pipeline; leave it out for the next one.'),
});

/** Asks the gates to let a task into a later stage; they answer, nobody else (INV-1). */
export const requestTransition = defineTool({
  name: 'request_transition',
  description:
    'Asks the gates whether a task may enter a later stage, for `merge` those of the merge too. The gates decide; asking twice changes nothing. Needed after work that was done by your own commands; after a role agent the gates are asked by themselves. The last stage is reached by merge_locally alone.',
  parameters,
  // The gates of the merge are asked with main held still.
  order: ({ task }) => [task, `task-${task}`, 'main'],
  run: async ({ app, scope, pump }, input) => {
    const { from, to, allowed, reason } = await request(app, scope, { task: input.task, to: input.to ?? null });
    await pump.kick();
    return { from, to, allowed, reason };
  },
  rehearse: ({ app, scope }, { task, to }) => rehearseTransition(app, { run: scope.run, task, to: to ?? null }),
});
