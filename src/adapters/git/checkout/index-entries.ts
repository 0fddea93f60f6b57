import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitDirOf } from '../layout.ts';
import { createMemo } from '../memo.ts';
import { splitNul } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';
import { SUBMODULE } from './move-state.ts';
import { lookAt } from './worktree-file.ts';

const REMEMBERED = 64;

/** An entry of a worktree's index that `git status` does not look into; each byte of the name one character (latin1). */
export interface IndexEntry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  /** How git was told not to look at the file: `update-index --assume-unchanged` and `--skip-worktree`. */
  readonly isAssumed: boolean;
  readonly isSkipped: boolean;
}

/** Entries of submodules and of files that git was told not to look at; in most repositories there are none. */
export type IndexReader = (path: string) => Promise<readonly IndexEntry[]>;

/** Looking does not change an index: what one says is asked once for each content. */
export function createIndexReader(run: GitRunner): IndexReader {
  const known = createMemo<Reading>(REMEMBERED, ({ isCertain }) => isCertain);

  async function read(path: string, content: string | null): Promise<Reading> {
    const { stdout } = await run(path, ['ls-files', '-v', '--stage', '-z'], { encoding: 'latin1' });
    const entries = splitNul(stdout).map(parseEntry).filter(isUnseen);
    // Whoever changed the index meanwhile left in the dark which of both contents git has read.
    return { entries, isCertain: content !== null && contentOf(path) === content };
  }

  return async (path) => {
    const content = contentOf(path);
    const { entries } = await (content === null ? read(path, null) : known.get(content, () => read(path, content)));
    // What a sparse checkout leaves out is not there, and stays out.
    return entries.map((entry) => ({
      ...entry,
      isSkipped: entry.isSkipped && lookAt(path, entry.path) !== undefined,
    }));
  };
}

interface Reading {
  readonly entries: readonly IndexEntry[];
  readonly isCertain: boolean;
}

function parseEntry(record: string): IndexEntry {
  const tab = record.indexOf('\t');
  const [tag = '', mode = '', id = ''] = record.slice(0, tab).split(' ');
  return {
    path: record.slice(tab + 1),
    mode,
    id,
    isAssumed: tag !== tag.toUpperCase(),
    isSkipped: tag.toUpperCase() === 'S',
  };
}

function isUnseen({ mode, isAssumed, isSkipped }: IndexEntry): boolean {
  return isAssumed || isSkipped || mode === SUBMODULE;
}

/**
 * Stands for the bytes of a worktree's index. The checksum that git writes at its end would not do: a worker can write one that lies.
 * Null when there is no index, or one that is split over several files.
 */
function contentOf(path: string): string | null {
  try {
    const gitDir = gitDirOf(path);
    if (readdirSync(gitDir).some((name) => name.startsWith('sharedindex.'))) return null;
    return createHash('sha256')
      .update(readFileSync(join(gitDir, 'index')))
      .digest('hex');
  } catch {
    return null;
  }
}
