import { basename, dirname } from 'node:path';
import { checkoutOf } from '../app/repositories/checkout-of.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { Project } from '../domain/project/project.ts';
import { settingsOfProject } from '../domain/project/registry.ts';
import type { Settings } from '../domain/settings.ts';
import type { Files } from '../ports/files.ts';

/**
 * The settings for work in a project: its checkout, its worktrees beside it, its checks. Rejects with
 * `unknown-repository` without a path.
 */
export const settingsAt = async (
  settings: Settings,
  project: Project,
  files: Pick<Files, 'exists' | 'realPath'>,
): Promise<Settings> => {
  if (project.path === null) {
    throw new OrchestratorError(
      'unknown-repository',
      `Where the repository ${project.repo} lies on this machine is not known.`,
      'Name its `path` in the registry, or the directory of all repositories in ORCH_REPOS_DIR.',
    );
  }
  const place = await files.realPath(project.path);
  const mainPath = await checkoutOf(files, place);
  const worktreesDir = mainPath === place ? `${dirname(place)}/${basename(place)}-worktrees` : place;
  const there = settingsOfProject(settings, project);
  if (mainPath === settings.layout.mainPath) return there;
  // Branches of two repositories may have one name.
  const forge = { ...settings.forge, directory: `${settings.forge.directory}/${project.repo}` };
  // What the settings say of a browser is about the base directory's own repository.
  return { ...there, verification: null, forge, layout: { ...settings.layout, mainPath, worktreesDir } };
};
