import { mkdir } from 'node:fs/promises';
import type { DiffEntry, Git } from '../../ports/git.ts';
import { splitLines, splitNul } from './parse.ts';
import type { GitRunner } from './runner.ts';

/** Whatever drivers the repository names: a diff is made by git alone. */
const BUILT_IN = ['--no-ext-diff', '--no-textconv'];

/** What commits hold and how they differ. */
export function contentOperations(run: GitRunner): Pick<Git, 'diff' | 'diffText' | 'show' | 'files' | 'formatPatch'> {
  return {
    async diff(dir, from, to) {
      const { stdout } = await run(dir, ['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to]);
      const fields = splitNul(stdout);
      const entries: DiffEntry[] = [];
      for (let index = 0; index + 1 < fields.length; index += 2) {
        entries.push({ status: fields[index] as DiffEntry['status'], path: fields[index + 1] ?? '' });
      }
      return entries;
    },

    async diffText(dir, from, to, paths) {
      const { stdout } = await run(dir, ['diff-tree', '-r', '-p', '-M', ...BUILT_IN, from, to, '--', ...paths]);
      return stdout;
    },

    async show(dir, commit, path) {
      const { stdout } = await run(dir, ['cat-file', '--batch', '-z'], {
        input: `${commit}:${path}\0`,
        encoding: 'latin1',
      });
      const headerEnd = stdout.indexOf('\n');
      const [, type, size] = stdout.slice(0, headerEnd).split(' ');
      if (type !== 'blob') return null;
      const start = headerEnd + 1;
      return Buffer.from(stdout.slice(start, start + Number(size)), 'latin1').toString('utf8');
    },

    async files(dir, commit) {
      const { stdout } = await run(dir, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
      return splitNul(stdout);
    },

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
