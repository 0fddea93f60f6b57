import type { Argv } from '../../domain/argv.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import {
  refuseBranchInTheWay,
  refuseDirtyMain,
  refuseFullDisk,
  refuseMissingWorker,
  refuseUnsupported,
} from '../runs/preflight.ts';

/**
 * Looks whether a plan can be run, before anything is changed, and only at what this plan needs: the checks and a clean main where it
 * delivers, the worker where role agents are to work. Rejects with the first thing that stands in the way (exit code 2).
 */
export const preflightPlan = async (
  app: App,
  plan: Plan,
): Promise<{ facts: RepositoryFacts; checks: readonly Argv[] }> => {
  const { mainPath } = app.settings.layout;
  const delivers = plan.delivery !== 'none';
  const facts = await app.git.inspect(mainPath);
  refuseUnsupported(mainPath, facts);
  refuseMainsBranch(plan, facts.branch);
  if (delivers && !app.settings.dryRun) await refuseDirtyMain(app);
  if (plan.tasks.some(({ branch }) => branch?.startsWith('task/'))) await refuseBranchInTheWay(app);
  const checks = delivers && facts.head !== null ? await findChecks(app, mainPath, facts.head) : [];
  await refuseFullDisk(app);
  if (!app.settings.dryRun && plan.tasks.some(({ work }) => work.type === 'agent')) await refuseMissingWorker(app);
  return { facts, checks };
};

const refuseMainsBranch = ({ file, tasks }: Plan, main: string | null): void => {
  const named = tasks.filter(({ branch }) => branch !== null && branch === main).map(({ id }) => id);
  if (named.length === 0) return;
  throw new OrchestratorError(
    'plan-invalid',
    `${file}: ${named.join(', ')}: \`branch: ${main}\` is main's own branch, which tasks do not write to.`,
    'Name another branch, or leave it out.',
  );
};
