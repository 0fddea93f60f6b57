import type { ObjectId } from '../../../ports/git.ts';
import { createMemo } from '../memo.ts';
import { commonDirOf, readRef } from '../refs/refs-on-disk.ts';
import type { GitRunner } from '../run/runner.ts';
import { isObjectId } from './object-id.ts';

const REMEMBERED = 1_000;

/** A commit that is there, with its tree. */
interface CommitFacts {
  readonly commit: ObjectId;
  readonly tree: ObjectId;
}

/** Commits by name. Names are looked up each time, in git's files where these say it; what an id names is asked once. */
export interface Commits {
  /** The commit that a revision names, or null. */
  resolve(dir: string, revision: string): Promise<ObjectId | null>;
  treeOf(dir: string, commit: ObjectId): Promise<ObjectId>;
  /** Notes a commit that this process has made. */
  made(dir: string, facts: CommitFacts): void;
}

/** @param settle puts back what a worker changed of git's files, before they are read (INV-16) */
export function createCommits(run: GitRunner, settle: () => void): Commits {
  // An object that is not there may come, by a fetch say.
  const known = createMemo<CommitFacts | null>(REMEMBERED, (facts) => facts !== null);

  async function ask(dir: string, id: ObjectId): Promise<CommitFacts | null> {
    const { stdout, exitCode } = await run(dir, ['rev-parse', `${id}^{commit}`, `${id}^{tree}`], { answers: [0, 128] });
    const [commit = '', tree = ''] = stdout.split('\n');
    return exitCode === 0 ? { commit, tree } : null;
  }

  const factsOf = (dir: string, id: ObjectId): Promise<CommitFacts | null> =>
    known.get(keyOf(dir, id), () => ask(dir, id));

  return {
    async resolve(dir, revision) {
      settle();
      const id = isObjectId(revision) ? revision : readRef(dir, revision);
      if (id === null) return null;
      if (id !== undefined) return (await factsOf(dir, id))?.commit ?? null;
      const { stdout, exitCode } = await run(
        dir,
        ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
        { answers: [0, 1, 128] },
      );
      return exitCode === 0 ? stdout.trim() : null;
    },

    async treeOf(dir, commit) {
      const facts = isObjectId(commit) ? await factsOf(dir, commit) : null;
      if (facts !== null) return facts.tree;
      const { stdout } = await run(dir, ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
      return stdout.trim();
    },

    made: (dir, facts) => known.set(keyOf(dir, facts.commit), facts),
  };
}

/** All worktrees of a repository share its objects. */
function keyOf(dir: string, id: ObjectId): string {
  return `${commonDirOf(dir) ?? dir}\0${id}`;
}
