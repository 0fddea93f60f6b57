import { simpleGit } from 'simple-git';

const NOBODY = { name: 'Orchestrator', email: 'orchestrator@localhost' } as const;

/**
 * Makes the first commit of a repository out of all that lies in it, by an identity that is kept in this repository alone: the
 * person's own where git knows one. Rejects with what git says.
 * @param directory absolute path of the repository
 */
export const commitBaseline = async (directory: string, message: string): Promise<void> => {
  const git = simpleGit(directory);
  for (const field of ['name', 'email'] as const) {
    const { value } = await git.getConfig(`user.${field}`);
    await git.addConfig(`user.${field}`, value ?? NOBODY[field], false, 'local');
  }
  await git.add('--all');
  await git.commit(message);
};
