import { splitNul } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';

/** A path of `git status`, each byte of its name one character (latin1): names need not be UTF-8. */
export type StatusEntry =
  | { readonly kind: 'untracked'; readonly path: string }
  | {
      readonly kind: 'changed';
      readonly path: string;
      /** `X` of git's `XY`: the index against HEAD; `.` for no difference, `U` for unmerged. */
      readonly staged: string;
      /** `Y`: the file against the index. */
      readonly unstaged: string;
      /** Octal mode of HEAD and of the index. */
      readonly headMode: string;
      readonly indexMode: string;
    };

/**
 * All that git does not ignore and that differs from HEAD. Submodules are compared by their commit alone: to look for changed files in
 * them git would start itself there, with settings that a worker can write. A nested repository is one untracked path that ends in `/`.
 */
export async function readStatus(run: GitRunner, path: string): Promise<StatusEntry[]> {
  const { stdout } = await run(
    path,
    ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=dirty'],
    { encoding: 'latin1' },
  );
  return splitNul(stdout).map(parseEntry);
}

/** Fields before the path: 8 of an ordinary change, 10 of an unmerged one. */
function parseEntry(record: string): StatusEntry {
  if (record.startsWith('? ')) return { kind: 'untracked', path: record.slice(2) };
  const before = record.startsWith('u ') ? 10 : 8;
  const fields = record.split(' ');
  const [, state = '..', , headMode = '', indexMode = ''] = fields;
  return {
    kind: 'changed',
    path: fields.slice(before).join(' '),
    staged: state.charAt(0),
    unstaged: state.charAt(1),
    headMode,
    indexMode,
  };
}
