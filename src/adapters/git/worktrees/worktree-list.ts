import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorktreeEntry } from '../../../ports/git.ts';
import type { Queue } from '../queue.ts';
import type { GitAnswer, GitRunner } from '../run/runner.ts';
import { worktreesOnDisk } from './worktrees-on-disk.ts';

const HEADS = 'refs/heads/';

/** Writing an entry takes git a few milliseconds; who finds one half written asks again. */
const TRIES = 5;
const PAUSE_MS = 40;

/** All worktrees of a repository, the main one (or the bare repository) first. */
export type WorktreeList = (dir: string) => Promise<WorktreeEntry[]>;

/**
 * Reads them from git's files, and asks git where these do not say it in the plainest way. Alone, for git dies of an entry that another
 * command is writing; what another process writes is waited for.
 * @param settle puts back what a worker changed of git's files, before they are read (INV-16)
 */
export function createWorktreeList(run: GitRunner, alone: Queue, settle: () => void): WorktreeList {
  return (dir) =>
    alone(async () => {
      settle();
      return worktreesOnDisk(dir) ?? parseList((await readList(run, dir)).stdout);
    });
}

function parseList(output: string): WorktreeEntry[] {
  return output
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
