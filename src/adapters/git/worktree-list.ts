import { realpathSync } from 'node:fs';
import type { WorktreeEntry } from '../../ports/git.ts';
import type { GitRunner } from './runner.ts';

const HEADS = 'refs/heads/';

/** All worktrees, the main one (or the bare repository) first. Alone, for git dies of an entry that another command is writing. */
export async function listWorktrees(run: GitRunner, dir: string): Promise<WorktreeEntry[]> {
  const { stdout } = await run(dir, ['worktree', 'list', '--porcelain', '-z']);
  return stdout
    .split('\0\0')
    .filter((block) => block !== '')
    .map(parseBlock);
}

function parseBlock(block: string): WorktreeEntry {
  const attributes = new Map(
    block.split('\0').map((line) => {
      const split = line.indexOf(' ');
      return split === -1 ? [line, ''] : [line.slice(0, split), line.slice(split + 1)];
    }),
  );
  const branch = attributes.get('branch');
  const head = attributes.get('HEAD');
  return {
    path: realPath(attributes.get('worktree') ?? ''),
    branch: branch?.startsWith(HEADS) ? branch.slice(HEADS.length) : null,
    // All zeros stand for a branch without a commit.
    head: head === undefined || /^0+$/.test(head) ? null : head,
    bare: attributes.has('bare'),
    locked: attributes.has('locked'),
    prunable: attributes.has('prunable'),
  };
}

/** The path itself when its directory is gone. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
