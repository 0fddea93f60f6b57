import { OrchestratorError } from '../../domain/errors.ts';
import type { Project } from '../../domain/project/project.ts';
import { settingsOfProject } from '../../domain/project/registry.ts';
import { EFFORTS } from '../../domain/worker/agent-choice.ts';
import type { App } from '../app.ts';
import { checkoutOf } from './checkout-of.ts';
import { examineCheckout } from './examine-checkout.ts';
import { findRepository } from './find-repository.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';
import { listRepositories } from './list-repositories.ts';

type Needs = Pick<App, 'settings' | 'store' | 'git' | 'files'>;

/** A finding and the project it was made in. */
export interface RepositoryFinding extends Finding {
  readonly repo: string;
}

/**
 * Looks whether work can begin in a registered project, one finding at a time, the fix beside each failure.
 * @param id null: every project there is. Rejects with `unknown-repository`.
 */
export async function* checkRepositories(app: Needs, id: string | null): AsyncIterable<RepositoryFinding> {
  const projects =
    id === null ? (await listRepositories(app)).map(({ project }) => project) : [await findRepository(app, id)];
  for (const project of projects) {
    for await (const finding of checkRepository(app, project)) yield { repo: project.repo, ...finding };
  }
}

async function* checkRepository(app: Needs, project: Project): AsyncIterable<Finding> {
  yield* checkEfforts(project);
  if (project.path === null) {
    const fix = 'name its `path` in the registry, or the directory of all repositories in ORCH_REPOS_DIR';
    yield bad('directory', 'no path on this machine is known', fix);
    return;
  }
  if (!(await app.files.isDirectory(project.path))) {
    yield bad('directory', `${project.path} is not there`, `git clone <address> ${project.path}`);
    return;
  }
  try {
    yield* checkGit({ ...app, settings: settingsOfProject(app.settings, project) }, project.path);
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    yield bad('git', error.message, error.next);
  }
}

async function* checkGit(app: Needs, path: string): AsyncIterable<Finding> {
  const checkout = await checkoutOf(app.files, await app.files.realPath(path));
  const { topLevel } = await app.git.inspect(checkout);
  if (topLevel !== checkout) {
    yield bad('git', `${checkout} is a directory inside the repository ${topLevel}`, `name ${topLevel} instead`);
    return;
  }
  yield* examineCheckout(app, checkout);
  const worktrees = await app.git.worktrees(checkout);
  const lost = worktrees.filter(({ prunable }) => prunable).map((worktree) => worktree.path);
  yield lost.length === 0
    ? good('worktrees', `${worktrees.length} in use, more can be made`)
    : doubtful('worktrees', `no longer there: ${lost.join(', ')}`, `git -C ${checkout} worktree prune`);
}

function* checkEfforts({ agentEfforts }: Project): Iterable<Finding> {
  for (const [role, effort] of Object.entries(agentEfforts)) {
    if (EFFORTS.some((known) => known === effort)) continue;
    yield doubtful('efforts', `"${effort}", the effort of the ${role}, is none`, `one of ${EFFORTS.join(', ')}`);
  }
}
