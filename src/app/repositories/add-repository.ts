import { isStateConflict, OrchestratorError } from '../../domain/errors.ts';
import { createProject, type Project } from '../../domain/project/project.ts';
import type { App } from '../app.ts';
import { checkoutOf } from './checkout-of.ts';
import { listRepositories } from './list-repositories.ts';

type Needs = Pick<App, 'settings' | 'store' | 'git' | 'files'>;

/**
 * Registers a project in the home's database. Nothing in its repository is changed.
 * @param project its path is absolute: a checkout, or a base directory with `main/`
 * @returns the project as it was stored, with the real path of its checkout
 * Rejects with `repository-invalid` where its id or its checkout is taken, `not-a-repository` where git finds none.
 */
export const addRepository = async (app: Needs, project: Project & { readonly path: string }): Promise<Project> => {
  const named = (await listRepositories(app)).filter(({ source }) => source !== 'built-in');
  if (named.some((other) => other.project.repo === project.repo)) throw idTaken(project.repo);
  const path = await checkoutAt(app, project.path);
  for (const { project: other } of named) {
    if (other.path !== null && (await checkoutOf(app.files, await app.files.realPath(other.path))) === path)
      throw checkoutTaken(path, other.repo);
  }
  const stored = createProject({ ...project, path });
  try {
    await app.store.commit([{ type: 'insert-repository', project: stored }]);
  } catch (error) {
    // Somebody else registered it since we looked.
    throw isStateConflict(error) ? idTaken(project.repo) : error;
  }
  return stored;
};

/** The top level of the repository at a path; a directory further down would hide the rest of it. */
const checkoutAt = async ({ git, files }: Needs, path: string): Promise<string> => {
  const real = await files.realPath(path);
  if (!(await files.isDirectory(real))) {
    throw new OrchestratorError('not-a-repository', `${path} is no directory.`, 'Clone the repository there first.');
  }
  const checkout = await checkoutOf(files, real);
  const { topLevel } = await git.inspect(checkout).catch((error) => Promise.reject(inNone(path, error)));
  if (topLevel === checkout) return checkout;
  throw new OrchestratorError(
    'not-a-repository',
    `${path} is a directory inside the repository ${topLevel}.`,
    `Name its top level: ${topLevel}`,
  );
};

/** Git's own reason is kept where it is another one: a directory that belongs to somebody else, say. */
const inNone = (path: string, error: unknown): unknown =>
  error instanceof OrchestratorError && /not a git repository/.test(error.message)
    ? new OrchestratorError(
        'not-a-repository',
        `${path} is in no git repository.`,
        'Clone the repository there first.',
        { cause: error },
      )
    : error;

const idTaken = (repo: string): OrchestratorError =>
  new OrchestratorError(
    'repository-invalid',
    `A repository "${repo}" is registered already.`,
    'Give this one another id; `orchestrator repo list` shows those that are taken.',
  );

const checkoutTaken = (path: string, repo: string): OrchestratorError =>
  new OrchestratorError(
    'repository-invalid',
    `${path} is registered already, as "${repo}".`,
    `Use "${repo}": work in one checkout belongs to one project.`,
  );
