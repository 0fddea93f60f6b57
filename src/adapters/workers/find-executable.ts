import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Absolute path of the program that a name means in an environment, or null. The harness's own PATH plays no part: a
 * worker's is a different one.
 * @param name a bare name, or an absolute path, which is returned when it can be executed
 * @param path the value of `PATH`
 */
export function findExecutable(name: string, path: string | undefined): string | null {
  const candidates = isAbsolute(name)
    ? [name]
    : (path ?? '').split(delimiter).flatMap((dir) => (isAbsolute(dir) ? [join(dir, name)] : []));
  return candidates.find(isExecutableFile) ?? null;
}

const isExecutableFile = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
