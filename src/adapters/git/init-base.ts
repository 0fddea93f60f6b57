import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { simpleGit } from 'simple-git';
import { OrchestratorError } from '../../domain/errors.ts';
import { withoutCredentials } from './run/failure.ts';

/**
 * Makes a base directory with `main` in it: an address or a repository is cloned into it; a new or empty directory becomes
 * one with an empty repository. It is the person's own git that works here, with the person's settings and login.
 * @param source a directory, or an address that git can clone
 * @param cwd absolute path of the caller's current directory
 */
export const initBase = async (source: string, cwd: string): Promise<{ baseDir: string; main: string }> => {
  const path = resolve(cwd, source);
  if (isAddress(source)) return cloneInto(source, resolve(cwd, basename(source).replace(/\.git$/, '')));
  if (existsSync(join(path, '.git')) || existsSync(join(path, 'HEAD'))) {
    return cloneInto(path, resolve(cwd, `${basename(path).replace(/\.git$/, '')}-base`));
  }
  return newBase(path);
};

/** Makes a base directory with an empty repository, out of a new or empty directory; anything else is `base-dir-invalid`. */
export const newBase = async (path: string): Promise<{ baseDir: string; main: string }> => {
  await refuseFull(path);
  const main = join(path, 'main');
  await mkdir(main, { recursive: true });
  await orExplain(() => simpleGit(main).init(['--initial-branch=main']));
  return { baseDir: path, main };
};

/** Whether git would clone it from elsewhere. */
export const isAddress = (source: string): boolean => /^[a-z+]+:\/\/|^[^/\s]+@[^/\s]+:/.test(source);

const cloneInto = async (source: string, baseDir: string): Promise<{ baseDir: string; main: string }> => {
  await refuseFull(baseDir);
  const main = join(baseDir, 'main');
  await mkdir(baseDir, { recursive: true });
  await orExplain(() => simpleGit(baseDir).clone(source, main));
  return { baseDir, main };
};

const refuseFull = async (path: string): Promise<void> => {
  if (!existsSync(path) || (await readdir(path)).length === 0) return;
  throw new OrchestratorError('base-dir-invalid', `${path} is not empty.`, 'Name a new directory.');
};

const orExplain = async (work: () => PromiseLike<unknown>): Promise<void> => {
  try {
    await work();
  } catch (cause) {
    const lines = withoutCredentials(String(cause instanceof Error ? cause.message : cause).trim()).split('\n');
    // Before what is wrong stands what was begun.
    const said = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0];
    throw new OrchestratorError('git-failed', `git said: ${said}`, 'Check the address, and your access to it.', {
      cause,
    });
  }
};
