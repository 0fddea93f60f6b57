import type { LeadHands } from '../app/lead/lead-hands.ts';
import { loadRun } from '../app/runs/save-run.ts';
import { listWorktrees } from '../app/worktrees/list-worktrees.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import type { Settings } from '../domain/settings.ts';
import { bulletList } from './bullet-list.ts';

/** Roles that can work in every pipeline, besides those that its stages name. */
const COMMON_ROLES = ['developer', 'reviewer', 'tester'];

/** What is left to the lead, by who starts a pipeline's work. */
const STARTS: Readonly<Record<Pipeline['starts'], string>> = {
  engine: 'It goes by itself, its merge included.',
  lead: 'You start its work and merge it.',
};

/** The tech lead's instructions for this run, as things stand now; the goal is told apart. */
export const renderInstructions = async ({ app, scope }: LeadHands): Promise<string> => {
  const run = await loadRun(app, scope.run);
  const worktrees = await listWorktrees(app);
  const { settings } = app;
  return app.prompts.lead({
    main_branch: run.mainBranch,
    base_ref: run.baseRef,
    worker: run.worker,
    delivery: describeDelivery(run.delivery),
    pipeline: run.pipeline,
    pipelines: bulletList(
      [...app.pipelines.values()].map(
        ({ name, description, stages, starts }) =>
          `\`${name}\`: ${description} Stages: ${stages.map((stage) => stage.name).join(', ')}. ${STARTS[starts]}`,
      ),
    ),
    roles: bulletList(await describeRoles(app)),
    checks:
      scope.checks.length === 0
        ? 'The person has said that this repository has no checks.'
        : bulletList(scope.checks.map((argv) => `\`${argv.join(' ')}\``)),
    worktrees: bulletList(
      worktrees.map(
        ({ worktree, branch, task }) =>
          `\`${worktree}\` on ${branch ?? 'no branch'}${task === null ? '' : `, of ${task}`}`,
      ),
    ),
    limits: bulletList(describeLimits(settings)),
    mode: settings.dryRun
      ? 'This is a dry run. Plan and act as always; commands are judged and not run, jobs end at once, gates stay pending and nothing is merged. Every answer says `dry: true`. Do not try to get round it: end with a report of what you would have done.'
      : 'This is a real run: what you start costs time and money, and what is merged is in the local main.',
  });
};

const describeDelivery = (delivery: Settings['delivery']): string => {
  switch (delivery) {
    case 'local-merge':
      return 'Tasks are merged into local main. Nothing is ever pushed.';
    case 'patch-only':
      return 'Merged tasks become patch files; main itself stays where it is. Nothing is ever pushed.';
  }
};

const describeRoles = async ({ prompts, pipelines }: LeadHands['app']): Promise<readonly string[]> => {
  const named = [...pipelines.values()].flatMap(({ stages }) =>
    stages.flatMap(({ role }) => (role === null ? [] : [role])),
  );
  const described = await Promise.all(
    [...new Set([...COMMON_ROLES, ...named])].map(async (role) => {
      try {
        return [`\`${role}\`: ${(await prompts.agent(role)).description}`];
      } catch (error) {
        // A role without a file of its own cannot be given work; the others can.
        if (error instanceof OrchestratorError && error.code === 'prompt-invalid') return [];
        throw error;
      }
    }),
  );
  return described.flat();
};

const describeLimits = ({ limits }: Settings): readonly string[] => [
  `${limits.maxWorkers} role agents work at the same time; further jobs wait in the queue`,
  `${limits.toolCalls} tool calls and ${limits.turns} turns for the whole run`,
  `${Math.round(limits.commandTimeoutMs / 60_000)} minutes for one command, ${Math.round(limits.workerTimeoutMs / 60_000)} for one agent`,
  ...(limits.budgetTokens === null ? [] : [`${limits.budgetTokens} tokens for you and all agents together`]),
  ...(limits.budgetUsd === null ? [] : [`$${limits.budgetUsd} for you and all agents together`]),
];
