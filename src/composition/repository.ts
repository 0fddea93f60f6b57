import { createGit } from '../adapters/git/git.ts';
import { createGitSentinel } from '../adapters/git/sentinel.ts';
import { createSettingsFile } from '../adapters/git/settings-file.ts';
import type { Settings } from '../domain/settings.ts';
import type { Git, GitSentinel } from '../ports/git.ts';

/**
 * Git for one repository, with the sentinel that watches what git runs code from (INV-16).
 * @param scratch absolute path of a directory for the frozen copy of the person's git settings
 */
export const openRepository = async (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  scratch: string,
): Promise<{ git: Git; sentinel: GitSentinel }> => {
  const frozen = createSettingsFile(`${scratch}/git-settings-${process.pid}`, environment);
  const { commonDir } = await createGit({ environment, settings: frozen }).inspect(settings.layout.mainPath);
  const sentinel = createGitSentinel({ commonDir, environment, settings: frozen });
  return { git: createGit({ environment, settings: frozen, sentinel }), sentinel };
};
