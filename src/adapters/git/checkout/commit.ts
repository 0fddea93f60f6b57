import { OrchestratorError } from '../../../domain/errors.ts';
import type { Git } from '../../../ports/git.ts';
import { completeLine, identityEnvironment } from '../objects/merge.ts';
import { refuseLink } from '../real-place.ts';
import { readRef } from '../refs/refs-on-disk.ts';
import { checkedOutBranch, isSymbolicBranch } from '../refs/symbolic-branch.ts';
import type { GitRunner } from '../run/runner.ts';
import { unhideFiles } from './hidden-files.ts';
import type { IndexReader } from './index-entries.ts';
import { SUBMODULE } from './move-state.ts';
import { nestedRepositories } from './nested-repositories.ts';
import { readStatus, type StatusEntry } from './status-entries.ts';
import { textOf } from './worktree-file.ts';

/** Files go to the index by name, never by pattern, so that `:(top)*` or `-f` is a file's name and nothing else. */
export function commitOperations(run: GitRunner, readIndex: IndexReader): Pick<Git, 'commitAll'> {
  async function updateIndex(path: string, mode: readonly string[], paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const input = Buffer.from(paths.map((name) => `${name}\0`).join(''), 'latin1');
    await run(path, ['update-index', ...mode, '-z', '--stdin'], { input });
  }

  return {
    /** Rejects with `worktree-invalid` when the worktree holds a repository of its own: its files could not be committed. */
    async commitAll(path, { message, excluding, identity }) {
      refuseLink(path);
      refuseSymbolicBranch(path);
      const excluded = new Set(excluding.map((name) => Buffer.from(name, 'utf8').toString('latin1')));
      const index = await readIndex(path);
      await unhideFiles(run, path, index);
      const entries = await readStatus(run, path);
      const included = entries.filter((entry) => !excluded.has(entry.path));
      const linked = (await nestedRepositories(run, path, index)).filter((name) => !excluded.has(`${name}/`));
      rejectNestedRepositories(path, [...included.filter(isNested).map(nameOf), ...linked]);

      const removed = included.filter(isRemoved);
      const unstaged = entries.filter((entry) => excluded.has(entry.path) && isAdded(entry));
      const present = included.filter((entry) => !isRemoved(entry) && needsStaging(entry));
      // Removals first: a file may stand where a directory was.
      await updateIndex(path, ['--force-remove'], [...removed, ...unstaged].map(nameOf));
      await updateIndex(path, ['--add', '--remove', '--replace'], present.map(nameOf));
      if (included.length === 0) return null;

      const commit = [
        ...['commit', '--quiet', '--no-verify', '--no-gpg-sign', '--no-post-rewrite', '--no-status'],
        ...['--cleanup=verbatim', '--file=-'],
      ];
      const { exitCode } = await run(path, commit, {
        input: completeLine(message),
        env: identityEnvironment(identity),
        answers: [0, 1],
      });
      // Nothing is left to commit when all differences were of line endings and the like.
      if (exitCode === 1) return null;
      const made = readRef(path, 'HEAD') ?? (await run(path, ['rev-parse', '--verify', 'HEAD'])).stdout;
      return made.trim();
    },
  };
}

/** The commit would move the branch that it leads to. */
function refuseSymbolicBranch(path: string): void {
  const branch = checkedOutBranch(path);
  if (branch === null || !isSymbolicBranch(path, branch)) return;
  throw new OrchestratorError(
    'worktree-invalid',
    `${branch} leads to another branch: a commit on it would move that one.`,
    `See \`git symbolic-ref refs/heads/${branch}\`; the next run of a role makes it a branch of its own again.`,
  );
}

function nameOf(entry: StatusEntry): string {
  return entry.path;
}

function isRemoved(entry: StatusEntry): boolean {
  return entry.kind === 'changed' && entry.unstaged === 'D';
}

function isAdded(entry: StatusEntry): boolean {
  return entry.kind === 'changed' && entry.staged === 'A';
}

function needsStaging(entry: StatusEntry): boolean {
  return entry.kind === 'untracked' || entry.unstaged !== '.';
}

function isNested(entry: StatusEntry): boolean {
  if (entry.kind === 'untracked') return entry.path.endsWith('/');
  return entry.indexMode === SUBMODULE && entry.headMode !== SUBMODULE;
}

function rejectNestedRepositories(path: string, nested: readonly string[]): void {
  if (nested.length === 0) return;
  const names = [...new Set(nested)].map(textOf).join(', ');
  throw new OrchestratorError(
    'worktree-invalid',
    `${path} holds git repositories of its own, whose files a commit would leave out: ${names}`,
    'Remove them, or let an ignore file name them.',
  );
}
