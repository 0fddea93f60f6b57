import { OrchestratorError } from '../../domain/errors.ts';
import { type Project, projectOfRepo } from '../../domain/project/project.ts';
import { ownProject } from '../../domain/project/registry.ts';
import type { App } from '../app.ts';
import { listRepositories } from './list-repositories.ts';

/** The project of a repository by its id. Rejects with `unknown-repository`. */
export const findRepository = async (app: Pick<App, 'settings' | 'store'>, id: string): Promise<Project> => {
  const projects = (await listRepositories(app)).map(({ project }) => project);
  const found = projectOfRepo(projects, id);
  if (found !== null) return found;
  throw new OrchestratorError(
    'unknown-repository',
    `There is no repository "${id}" in the registry.`,
    `Known: ${projects.map(({ repo }) => repo).join(', ')}. Another one is registered with \`orchestrator repo add\`.`,
  );
};

/** The project that the base directory's own `main` belongs to; null where only other places are registered under its name. */
export const findOwnRepository = async (app: Pick<App, 'settings' | 'store'>): Promise<Project | null> =>
  ownProject(await listRepositories(app), app.settings.layout);
