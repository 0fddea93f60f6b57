import type { Git } from '../../../ports/git.ts';
import { splitNul } from '../parse.ts';
import { gitFailed } from '../run/failure.ts';
import type { GitRunner } from '../run/runner.ts';
import type { Commits } from './commits.ts';

/** Merges built in the object database, no checkout involved (INV-10). */
export function mergeOperations(run: GitRunner, commits: Commits): Pick<Git, 'mergeTree' | 'commitTree'> {
  return {
    async mergeTree(dir, ours, theirs) {
      const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
      const { stdout, stderr, exitCode } = await run(dir, args, { answers: [0, 1] });
      const [tree, ...conflicts] = splitNul(stdout);
      // The exit code of a conflict stands for revisions that are no commits too: then there is no tree.
      if (tree === undefined) throw gitFailed({ dir, args, exitCode, stderr });
      return exitCode === 0 ? { tree, conflicts: [] } : { tree: null, conflicts };
    },

    async commitTree(dir, { tree, parents, message, identity }) {
      const { stdout } = await run(
        dir,
        ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
        { input: completeLine(message), env: identityEnvironment(identity) },
      );
      const commit = stdout.trim();
      commits.made(dir, { commit, tree });
      return commit;
    },
  };
}

/** Author and committer at once, whatever the repository's settings say. */
export function identityEnvironment({ name, email }: { name: string; email: string }): Record<string, string> {
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

/** A message ends as one that git was given in an editor. */
export function completeLine(message: string): string {
  return message.endsWith('\n') ? message : `${message}\n`;
}
