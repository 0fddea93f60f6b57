import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes the files of a new project, with the modes that the system gives to its person's own files.
 * @param directory absolute path of its checkout
 * @param project texts by their path in it
 */
export const writeProject = async (directory: string, project: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(project)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
};
