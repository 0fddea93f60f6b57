import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import { createMemo } from '../memo.ts';
import { splitNul } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';
import type { Commits } from './commits.ts';

const REMEMBERED = 200;

/**
 * The tree of a commit without some of its files, written with an index of its own. A directory that has the place of such a file stays:
 * what lies in it is none of them (INV-2).
 */
export function treeWithoutOperation(run: GitRunner, commits: Commits): Pick<Git, 'treeWithout'> {
  const known = createMemo<string>(REMEMBERED);

  async function write(dir: string, commit: string, paths: readonly string[]): Promise<string> {
    const listed = await run(dir, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', ...paths]);
    const present = splitNul(listed.stdout).filter((path) => paths.includes(path));
    if (present.length === 0) return commits.treeOf(dir, commit);
    const folder = await mkdtemp(join(tmpdir(), 'orchestrator-index-'));
    try {
      const env = { GIT_INDEX_FILE: join(folder, 'index') };
      await run(dir, ['read-tree', commit], { env });
      const removals = present.map((path) => `0 ${'0'.repeat(commit.length)}\t${path}\0`).join('');
      await run(dir, ['update-index', '-z', '--index-info'], { env, input: removals });
      return (await run(dir, ['write-tree'], { env })).stdout.trim();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    treeWithout: (dir, commit, paths) =>
      paths.length === 0
        ? commits.treeOf(dir, commit)
        : known.get([dir, commit, ...paths].join('\0'), () => write(dir, commit, paths)),
  };
}
