import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import type { GitRunner } from '../run/runner.ts';

/** A tree with some of its files written anew, by an index of its own; no worktree and no ref is touched. */
export function treeWithOperation(run: GitRunner): Pick<Git, 'treeWith'> {
  return {
    async treeWith(dir, tree, files) {
      const entries: string[] = [];
      for (const [path, text] of Object.entries(files)) {
        const { stdout } = await run(dir, ['hash-object', '-w', '--stdin', '--no-filters'], { input: text });
        entries.push(`100644 ${stdout.trim()}\t${path}\0`);
      }
      const folder = await mkdtemp(join(tmpdir(), 'orchestrator-index-'));
      try {
        const env = { GIT_INDEX_FILE: join(folder, 'index') };
        await run(dir, ['read-tree', tree], { env });
        await run(dir, ['update-index', '-z', '--index-info'], { env, input: entries.join('') });
        return (await run(dir, ['write-tree'], { env })).stdout.trim();
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
