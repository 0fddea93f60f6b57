import type { Git } from '../../../ports/git.ts';
import { operationInProgress } from '../checkout/in-progress.ts';
import type { Commits } from '../objects/commits.ts';
import { commonDirOf, readHead } from './refs-on-disk.ts';

const HEADS = 'refs/heads/';

/**
 * Where a checkout stands, from git's files; where these do not say it in the plainest way, from git.
 * @param settle puts back what a worker changed of git's files, before they are read (INV-16)
 */
export function positionOperations(
  commits: Commits,
  inspect: Git['inspect'],
  settle: () => void,
): Pick<Git, 'position'> {
  return {
    async position(path) {
      settle();
      const head = readHead(path);
      const commonDir = commonDirOf(path);
      const isPlain = head !== undefined && (head.ref === null || head.ref.startsWith(HEADS));
      if (!isPlain || commonDir === undefined) {
        const facts = await inspect(path);
        return {
          ...{ commonDir: facts.commonDir, branch: facts.branch, head: facts.head },
          inProgress: operationInProgress(facts.topLevel),
        };
      }
      return {
        commonDir,
        branch: head.ref?.slice(HEADS.length) ?? null,
        head: head.id === null ? null : await commits.resolve(path, head.id),
        inProgress: operationInProgress(path),
      };
    },
  };
}
