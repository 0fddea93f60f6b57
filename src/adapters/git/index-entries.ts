import { splitNul } from './parse.ts';
import type { GitRunner } from './runner.ts';
import { lookAt } from './worktree-file.ts';

/** An entry of a worktree's index; each byte of the name one character (latin1). */
export interface IndexEntry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  /** How git was told not to look at the file: `update-index --assume-unchanged` and `--skip-worktree`. */
  readonly isAssumed: boolean;
  readonly isSkipped: boolean;
}

export async function readIndex(run: GitRunner, path: string): Promise<IndexEntry[]> {
  const { stdout } = await run(path, ['ls-files', '-v', '--stage', '-z'], { encoding: 'latin1' });
  return splitNul(stdout).map((record) => {
    const tab = record.indexOf('\t');
    const [tag = '', mode = '', id = ''] = record.slice(0, tab).split(' ');
    return {
      path: record.slice(tab + 1),
      mode,
      id,
      isAssumed: tag !== tag.toUpperCase(),
      // What a sparse checkout leaves out is not there, and stays out.
      isSkipped: tag.toUpperCase() === 'S' && lookAt(path, record.slice(tab + 1)) !== undefined,
    };
  });
}
