import type { LayoutSettings, Settings } from '../settings.ts';
import { createProject, type Project } from './project.ts';

/** A project and who named it: the settings, a person with `repo add`, or nobody. */
export interface RegisteredProject {
  readonly project: Project;
  readonly source: 'settings' | 'added' | 'built-in';
}

/**
 * All projects, those of the settings first. Of two with one id the settings' counts: a file can be read and mended. The base
 * directory's own `main` is always among them, by itself where nobody named it.
 * @param added those that `repo add` has stored
 */
export const registryOf = (
  { layout, projects }: Pick<Settings, 'layout' | 'projects'>,
  added: readonly Project[],
): readonly RegisteredProject[] => {
  const named: RegisteredProject[] = [
    ...projects.map((project) => ({ project, source: 'settings' as const })),
    ...added
      .filter(({ repo }) => !projects.some((project) => project.repo === repo))
      .map((project) => ({ project, source: 'added' as const })),
  ];
  const own = builtInProject(layout);
  const isNamed = named.some(({ project }) => project.repo === own.repo || isAt(project, layout));
  return isNamed ? named : [...named, { project: own, source: 'built-in' }];
};

/** The project that the base directory's own `main` belongs to. */
export const ownProject = (registry: readonly RegisteredProject[], layout: Places): Project | null =>
  registry.find(({ project }) => isAt(project, layout))?.project ?? null;

/** The settings as they are for work in one project. */
export const settingsOfProject = (settings: Settings, { checks, setup }: Project): Settings => ({
  ...settings,
  checks: {
    ...settings.checks,
    checks: checks ?? settings.checks.checks,
    setup: setup ?? settings.checks.setup,
  },
});

type Places = Pick<LayoutSettings, 'mainPath' | 'worktreesDir'>;

const isAt = ({ path }: Project, { mainPath, worktreesDir }: Places): boolean =>
  path === mainPath || (path === worktreesDir && holdsMain({ mainPath, worktreesDir }));

/** A repository that serves as main where it stands has its worktrees beside it, in a directory that nobody named. */
const builtInProject = (layout: Places): Project =>
  createProject({ repo: repoNameOf(holdsMain(layout) ? layout.worktreesDir : layout.mainPath), path: layout.mainPath });

const holdsMain = ({ mainPath, worktreesDir }: Places): boolean => mainPath === `${worktreesDir}/main`;

/** The last part of a path, with what an id may not hold replaced. */
const repoNameOf = (path: string): string =>
  (path.split('/').at(-1) ?? '').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'main';
