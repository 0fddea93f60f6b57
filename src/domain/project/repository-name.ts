import { basename, dirname } from 'node:path';

/** What people call a repository: its directory, or the base directory around a checkout that is called `main`. */
export const repositoryName = (mainPath: string): string =>
  basename(mainPath) === 'main' ? basename(dirname(mainPath)) : basename(mainPath);
