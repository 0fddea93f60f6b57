import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import { gitDirOf, readTextFile } from '../layout.ts';
import type { GitRunner } from '../run/runner.ts';
import { commonDirOf } from './refs-on-disk.ts';

/** Whether a branch is no branch but leads to another ref: what is committed or reset there would move that one. */
export function isSymbolicBranch(checkout: string, branch: string): boolean {
  const commonDir = commonDirOf(checkout);
  if (commonDir === undefined) return false;
  const file = join(commonDir, 'refs/heads', branch);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return true;
  return stat?.isFile() === true && readTextFile(file)?.startsWith('ref:') === true;
}

/** The branch that HEAD of a checkout names, wherever that one leads; null when it is detached. */
export function checkedOutBranch(checkout: string): string | null {
  const head = readTextFile(join(gitDirOf(checkout), 'HEAD'))?.trimEnd() ?? '';
  return /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? null;
}

export function straightenOperation(run: GitRunner): Pick<Git, 'straighten'> {
  return {
    async straighten(checkout, named, commit) {
      const branch = named ?? checkedOutBranch(checkout);
      if (branch === null || !isSymbolicBranch(checkout, branch)) return false;
      await run(checkout, ['update-ref', '--no-deref', `refs/heads/${branch}`, commit]);
      return true;
    },
  };
}
