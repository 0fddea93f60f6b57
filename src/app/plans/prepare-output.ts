import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'files' | 'git'>;

/**
 * Makes a directory that a person has named for the output. Inside a repository git is told to look past it by a file of its own, since
 * the repository's list of exclusions is watched (INV-16). Rejects with `usage` for what is no directory, and in a repository for one
 * that holds something else: that would be hidden as well.
 */
export const prepareOutput = async (app: Needs, directory: string): Promise<void> => {
  const real = await asUsage(app.files.realPath(directory));
  if ((await app.files.exists(real)) && !(await app.files.isDirectory(real)))
    throw new OrchestratorError('usage', `${directory} is no directory.`, ANOTHER);
  if (await belongsToGit(app, real)) throw new OrchestratorError('usage', `${directory} belongs to git.`, ANOTHER);
  const before = await app.files.list(directory);
  await asUsage(app.files.makeDirectory(directory));
  if (!(await isInRepository(app, directory))) return;
  const ignore = `${directory}/.gitignore`;
  if ((await app.files.read(ignore)) === IGNORE_ALL) return;
  if (before.length > 0)
    throw new OrchestratorError(
      'usage',
      `${directory} lies in a git repository and holds other files: ${before.slice(0, 5).join(', ')}.`,
      'Name a new directory with --output, or one outside of the repository.',
    );
  await app.files.write(ignore, IGNORE_ALL);
};

/** What git itself keeps there; a bare repository is one whatever it is called. */
const OF_GIT = ['HEAD', 'objects', 'refs'];

/** @param path real, and need not exist: a link would lead past the name */
const belongsToGit = async (app: Needs, path: string): Promise<boolean> => {
  const names = path.split('/');
  if (names.includes('.git')) return true;
  for (let length = names.length; length > 1; length -= 1) {
    const directory = names.slice(0, length).join('/');
    const found = await Promise.all(OF_GIT.map((name) => app.files.exists(`${directory}/${name}`)));
    if (!found.includes(false)) return true;
  }
  return false;
};

const asUsage = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OrchestratorError || !(error instanceof Error)) throw error;
    throw new OrchestratorError('usage', `The output cannot go there: ${error.message}.`, ANOTHER, { cause: error });
  }
};

const isInRepository = (app: Needs, directory: string): Promise<boolean> =>
  app.git.inspect(directory).then(
    () => true,
    () => false,
  );

const IGNORE_ALL = '*\n';

const ANOTHER = 'Name another one with --output.';
