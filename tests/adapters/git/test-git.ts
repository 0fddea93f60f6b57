import { join } from 'node:path';
import { createGit } from '../../../src/adapters/git/git.ts';
import { createSettingsFile } from '../../../src/adapters/git/run/settings-file.ts';
import { createGitSentinel, type RepositorySentinel } from '../../../src/adapters/git/sentinel/sentinel.ts';
import type { Git } from '../../../src/ports/git.ts';
import type { GitRepository } from '../../helpers/git-repository.ts';

export const ROBOT = { name: 'Robot', email: 'robot@example.org' };

/** Git as the product wires it before it knows the repository. */
export function openGit({ base, environment }: GitRepository): Git {
  return createGit({ environment, settings: createSettingsFile(join(base, 'state', 'gitconfig'), environment) });
}

/** Git as the product wires it for a run: watched from now on. */
export async function openWatchedGit(repository: GitRepository): Promise<{ git: Git; sentinel: RepositorySentinel }> {
  const { base, environment, main } = repository;
  const settings = createSettingsFile(join(base, 'state', 'gitconfig'), environment);
  const { commonDir } = await createGit({ environment, settings }).inspect(main);
  const sentinel = createGitSentinel({ commonDir, environment, settings });
  await sentinel.record();
  return { git: createGit({ environment, settings, sentinel }), sentinel };
}
