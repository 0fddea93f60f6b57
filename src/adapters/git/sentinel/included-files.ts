import { resolve } from 'node:path';
import { splitNul } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';

const ORIGIN = 'file:';

/** Absolute paths of the files that the repository's own settings include. */
export async function includedFiles(run: GitRunner, commonDir: string): Promise<string[]> {
  const list = ['config', '--list', '--includes', '--show-scope', '--show-origin', '--name-only', '-z'];
  const fields = splitNul((await run(commonDir, list)).stdout);
  const files = new Set<string>();
  // Triples of scope, origin and key.
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const isOwn = fields[index] === 'local' || fields[index] === 'worktree';
    const origin = fields[index + 1] ?? '';
    if (isOwn && origin.startsWith(ORIGIN)) files.add(resolve(commonDir, origin.slice(ORIGIN.length)));
  }
  return [...files];
}
