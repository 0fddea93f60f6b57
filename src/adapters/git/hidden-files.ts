import { splitNul } from './parse.ts';
import type { GitRunner } from './runner.ts';
import { lookAt } from './worktree-file.ts';

/**
 * Makes git look again at files that it was told not to look at (`update-index --assume-unchanged`, `--skip-worktree`): a worker could
 * keep changes out of its candidate that the checks in its worktree see (INV-2). What a sparse checkout leaves out stays out.
 */
export async function unhideFiles(run: GitRunner, path: string): Promise<void> {
  const { stdout } = await run(path, ['ls-files', '-v', '-z'], { encoding: 'latin1' });
  const assumed: string[] = [];
  const skipped: string[] = [];
  for (const record of splitNul(stdout)) {
    const [tag, name] = [record.charAt(0), record.slice(2)];
    if (tag !== tag.toUpperCase()) assumed.push(name);
    if (tag.toUpperCase() === 'S' && lookAt(path, name) !== undefined) skipped.push(name);
  }
  await clearMark(run, path, '--no-assume-unchanged', assumed);
  await clearMark(run, path, '--no-skip-worktree', skipped);
}

async function clearMark(run: GitRunner, path: string, option: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const input = Buffer.from(names.map((name) => `${name}\0`).join(''), 'latin1');
  await run(path, ['update-index', option, '-z', '--stdin'], { input });
}
