import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorktreeEntry } from '../../../ports/git.ts';
import type { GitAnswer, GitRunner } from '../run/runner.ts';

const HEADS = 'refs/heads/';

/** Writing an entry takes git a few milliseconds; who finds one half written asks again. */
const TRIES = 5;
const PAUSE_MS = 40;

/**
 * All worktrees, the main one (or the bare repository) first. Alone, for git dies of an entry that another command is writing; what
 * another process writes is waited for.
 */
export async function listWorktrees(run: GitRunner, dir: string): Promise<WorktreeEntry[]> {
  const { stdout } = await readList(run, dir);
  return stdout
    .split('\0\0')
    .filter((block) => block !== '')
    .map(parseBlock);
}

async function readList(run: GitRunner, dir: string): Promise<GitAnswer> {
  const list = ['worktree', 'list', '--porcelain', '-z'];
  for (let tries = 1; tries < TRIES; tries += 1) {
    const answer = await run(dir, list, { answers: [0, 128] });
    if (answer.exitCode === 0) return answer;
    await sleep(PAUSE_MS);
  }
  return run(dir, list);
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
