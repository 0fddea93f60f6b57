import { readdirSync } from 'node:fs';
import { parseSettings } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';
import type { IndexEntry } from './index-entries.ts';
import { SUBMODULE } from './move-state.ts';
import { bytePath, lookAt } from './worktree-file.ts';

const SUBMODULE_PATH = '^submodule\\..*\\.path$';

/** What is no file, or none that git can read, names no submodule. */
const ANSWERS = [0, 1, 3, 128];

/**
 * Repositories in a worktree of which git tracks only the commit's id, and that `.gitmodules` does not name: what they hold is nowhere
 * else. An empty directory, as a fresh checkout has it, is none. Names as in the index.
 */
export async function nestedRepositories(
  run: GitRunner,
  path: string,
  entries: readonly IndexEntry[],
): Promise<string[]> {
  const links = entries.filter((entry) => entry.mode === SUBMODULE && holdsFiles(path, entry.path));
  if (links.length === 0) return [];
  const args = ['config', '--file', '.gitmodules', '-z', '--get-regexp', SUBMODULE_PATH];
  const { stdout } = await run(path, args, { answers: ANSWERS, encoding: 'latin1' });
  const known = new Set(parseSettings(stdout).values());
  return links.map((entry) => entry.path).filter((name) => !known.has(name));
}

/** Git looks at no file below such an entry, whether the directory is still a repository or not. */
function holdsFiles(root: string, name: string): boolean {
  return lookAt(root, name)?.isDirectory() === true && readdirSync(bytePath(root, name)).length > 0;
}
