import { z } from 'zod';
import type { LeadHands } from '../src/app/lead/lead-hands.ts';
import { defineTool } from '../src/app/lead/lead-tool.ts';
import { loadRun } from '../src/app/runs/save-run.ts';
import { recordPlan as savePlan } from '../src/app/tasks/record-plan.ts';
import { OrchestratorError } from '../src/domain/errors.ts';
import { TASK_KINDS } from '../src/domain/task.ts';

const parameters = z.strictObject({
  summary: z.string().describe('The plan in a few sentences, for the person who reads along.'),
  tasks: z
    .array(
      z.strictObject({
        slug: z
          .string()
          .min(1)
          .describe(
            'Short name in lower case with dashes; gives the worktree `task-<slug>` and the branch `task/<slug>`.',
          ),
        title: z.string().min(1).describe('One line, as for a commit.'),
        prompt: z
          .string()
          .min(1)
          .describe('All that the role agents are told: goal, constraints, checks to run, definition of done.'),
        kind: z.enum(TASK_KINDS),
        depends_on: z.array(z.string()).default([]).describe('Slugs of tasks that are merged before this one starts.'),
        pipeline: z.string().nullish().describe('Leave it out for the pipeline of this run.'),
      }),
    )
    .min(1),
});

/** Records tasks and reserves their names; no worktree is made yet. The person at a terminal confirms the first plan. */
export const recordPlan = defineTool({
  name: 'record_plan',
  description:
    'Records the plan: its tasks, their order and what depends on what. Reserves the names of worktrees and branches and makes neither. Call it before any work is given out, and again to add tasks; a slug that is already planned stays the same task.',
  parameters,
  order: () => 'everything',
  run: (hands, input) => record(hands, input, () => confirm(hands)),
  // The person confirms what is carried out.
  rehearse: (hands, input) => record(hands, input, async () => undefined),
});

const record = async (
  { app, scope, pump }: LeadHands,
  { summary, tasks }: z.infer<typeof parameters>,
  confirmed: () => Promise<void>,
): Promise<object> => {
  const work = tasks.map((task) => ({
    slug: task.slug,
    title: task.title,
    prompt: task.prompt,
    kind: task.kind,
    dependsOn: task.depends_on,
    pipeline: task.pipeline ?? null,
    base: null,
  }));
  // What goes by itself is due as soon as it is recorded. Without a yes the run ends, and nothing is let go.
  const letGo = pump.hold();
  const recorded = await savePlan(app, scope.run, summary, work).catch((error: unknown) => {
    letGo();
    throw error;
  });
  await confirmed();
  letGo();
  await pump.kick();
  const { baseRef } = await loadRun(app, scope.run);
  return {
    base_ref: baseRef,
    tasks: recorded.map(({ id, slug, branch, worktree }) => ({ task: id, slug, branch, worktree })),
  };
};

/** Once for a run: while nobody works on it yet. */
const confirm = async ({ app, scope }: LeadHands): Promise<void> => {
  if ((await app.store.jobs.inRun(scope.run)).length > 0) return;
  if (await app.person.confirmPlan(scope.signal)) return;
  throw new OrchestratorError(
    'interrupted',
    'The plan was not confirmed, so nothing was started.',
    `Say what should be different in a new main job, or go on with \`orchestrator resume ${scope.run}\`.`,
  );
};
