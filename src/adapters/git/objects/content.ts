import { mkdir } from 'node:fs/promises';
import type { ChangedPath } from '../../../domain/evidence.ts';
import type { EntryKind, Git, ObjectId } from '../../../ports/git.ts';
import { SUBMODULE } from '../checkout/move-state.ts';
import { textOf } from '../checkout/worktree-file.ts';
import { createMemo } from '../memo.ts';
import { splitLines, splitNul } from '../parse.ts';
import { commonDirOf } from '../refs/refs-on-disk.ts';
import type { GitRunner } from '../run/runner.ts';
import { createBlobReader } from './blob-reader.ts';
import type { ChangesBetween } from './changes-between.ts';
import { isObjectId } from './object-id.ts';

/** Whatever drivers the repository names: a diff is made by git alone. */
const BUILT_IN = ['--no-ext-diff', '--no-textconv'];

/** By the mode in a tree; all others are files. */
const KINDS: Readonly<Record<string, EntryKind>> = {
  '120000': 'link',
  [SUBMODULE]: 'submodule',
  '040000': 'directory',
};

/** Main before and after a merge, and what a branch began from; such a list may be long. */
const LISTS = 4;

/** What commits hold and how they differ. */
export function contentOperations(
  run: GitRunner,
  changesBetween: ChangesBetween,
): Pick<Git, 'diff' | 'diffText' | 'show' | 'kinds' | 'files' | 'formatPatch'> {
  const lists = createMemo<readonly string[]>(LISTS);

  async function list(dir: string, commit: ObjectId): Promise<readonly string[]> {
    const { stdout } = await run(dir, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
    return splitNul(stdout);
  }

  return {
    async diff(dir, from, to) {
      const changes = await changesBetween(dir, from, to);
      return changes.map(({ fromMode, toMode, status, path }) => ({
        status: status as ChangedPath['status'],
        path: textOf(path),
        ...([fromMode, toMode].includes(SUBMODULE) ? { gitlink: true as const } : {}),
      }));
    },

    async diffText(dir, from, to, paths) {
      const { stdout } = await run(dir, ['diff-tree', '-r', '-p', '-M', ...BUILT_IN, from, to, '--', ...paths]);
      return stdout;
    },

    show: createBlobReader(run),

    async kinds(dir, commit, paths) {
      if (paths.length === 0) return new Map();
      const { stdout } = await run(dir, ['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
      const found = splitNul(stdout).map((line): [string, EntryKind] => {
        const [mode = ''] = line.split(' ', 1);
        return [line.slice(line.indexOf('\t') + 1), KINDS[mode] ?? 'file'];
      });
      return new Map(found);
    },

    files: (dir, commit) =>
      isObjectId(commit)
        ? lists.get([commonDirOf(dir) ?? dir, commit].join('\0'), () => list(dir, commit))
        : list(dir, commit),

    async formatPatch(dir, from, to, into) {
      await mkdir(into, { recursive: true });
      const { stdout } = await run(dir, [
        ...['format-patch', ...BUILT_IN, '--no-cover-letter', '--no-thread', '--no-attach', '--no-signature'],
        ...['--output-directory', into, `${from}..${to}`],
      ]);
      return splitLines(stdout);
    },
  };
}
