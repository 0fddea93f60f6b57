import type { App } from '../app/app.ts';
import { createMemo } from '../app/memo.ts';
import { findRepository } from '../app/repositories/find-repository.ts';
import type { Project } from '../domain/project/project.ts';
import type { Run } from '../domain/run.ts';
import { type RepositoryParts, type Rules, repositoryParts, rulesAt, type Surroundings } from './repository-parts.ts';
import { settingsAt } from './settings-at.ts';

/** The rules of so many commits of one repository are kept. */
const MOST_RULES = 8;

/** One home at work in its repositories. Each rejects where a repository is not on this machine or its rules are not valid. */
interface Repositories {
  /** By the rules that main had when the run began: a later commit changes nothing of what is under way. */
  readonly ofRun: (run: Run) => Promise<App>;
  /** By the rules of main as it is now; null: the base directory's own repository. */
  readonly of: (project: Project | null) => Promise<App>;
  /** Tells the other processes that this one is no longer at work in any of them. */
  readonly leave: () => void;
}

/** @param base the app of the base directory's own repository, which all others share the rest with */
export const createRepositories = (base: App, around: Surroundings): Repositories => {
  const own = createRepository(base, base, around);
  const others = createMemo<string, Repository>();
  const opened = new Set([own]);

  const open = (project: Project): Promise<Repository> =>
    others.get(project.repo, async () => {
      const settings = await settingsAt(base.settings, project, base.files);
      if (settings.layout.mainPath === base.settings.layout.mainPath) return own;
      const repository = createRepository(base, await repositoryParts(settings, around), around);
      opened.add(repository);
      return repository;
    });

  return {
    ofRun: async ({ project, startHead }) => {
      const repository = project === null ? own : await open(await findRepository(base, project));
      return repository.at(startHead);
    },
    of: async (project) => {
      const repository = project === null ? own : await open(project);
      const { git, settings } = repository.parts;
      return repository.at(await git.resolve(settings.layout.mainPath, 'HEAD'));
    },
    leave: () => {
      for (const { parts } of opened) parts.sentinel.leave();
    },
  };
};

interface Repository {
  readonly parts: RepositoryParts;
  /** The app with the rules of one commit of main. */
  at(commit: string | null): Promise<App>;
}

const createRepository = (base: App, parts: RepositoryParts, around: Surroundings): Repository => {
  const known = createMemo<string | null, Rules>(MOST_RULES);
  return {
    parts,
    at: async (commit) => ({ ...base, ...parts, ...(await known.get(commit, () => rulesAt(parts, commit, around))) }),
  };
};
