import type { Files } from '../../../ports/files.ts';
import type { CommitStatus, Forge, ForgeBranch } from '../../../ports/forge.ts';
import { openRequestSchema, pullRequestSchema, readStored, statusSchema } from './stored.ts';

interface Needs {
  /** Absolute path of the forge's folder. */
  readonly directory: string;
  readonly files: Files;
}

/**
 * A forge in a folder: `statuses/<commit>.json` or `statuses/<branch, as in an address>.json` is what CI says, and `pulls/7.json` is a
 * pull request with its reviews. Whoever runs CI or reviews writes there. Rejects with the path of a file that cannot be read as such.
 */
export const createFileForge = ({ directory, files }: Needs): Forge => {
  const pulls = `${directory}/pulls`;
  const pathOf = (number: number): string => `${pulls}/${number}.json`;
  const readPull = (number: number) => readStored(files, pathOf(number), pullRequestSchema);
  const write = (number: number, stored: object): Promise<void> => files.writeJson(pathOf(number), stored);
  const numbers = async (): Promise<readonly number[]> =>
    (await files.list(pulls)).flatMap((name) => Number(PULL_FILE.exec(name)?.[1] ?? [])).toSorted((a, b) => a - b);

  const openPullRequest = async (branch: string): Promise<number | null> => {
    for (const number of await numbers()) {
      const pull = await readPull(number);
      if (pull?.state === 'open' && pull.branch === branch) return number;
    }
    return null;
  };

  const commitStatus = async ({ branch, commit }: ForgeBranch): Promise<CommitStatus> => {
    const statusAt = (name: string) => readStored(files, `${directory}/statuses/${name}.json`, statusSchema);
    const [ofCommit, ofBranch] = [await statusAt(commit), await statusAt(encodeURIComponent(branch))];
    if (ofCommit !== null) return { status: 'found', state: ofCommit.state };
    if (ofBranch?.commit === commit) return { status: 'found', state: ofBranch.state };
    // A branch that is known and whose newest commit CI has not got to yet.
    const isKnown = ofBranch !== null || (await openPullRequest(branch)) !== null;
    return isKnown ? { status: 'found', state: 'pending' } : { status: 'not-found' };
  };

  return {
    commitStatus,
    openPullRequest,
    reviews: async (pullRequest) => {
      const pull = await readPull(pullRequest);
      if (pull === null) throw new Error(`there is no pull request ${pullRequest}`);
      return pull.reviews;
    },
    ensurePullRequest: async (pullRequest) => {
      const open = await openPullRequest(pullRequest.branch);
      if (open !== null) return open;
      const number = 1 + Math.max(0, ...(await numbers()));
      await files.makeDirectory(pulls);
      const stored = { ...pullRequest, state: 'open', reviews: [] };
      await write(number, stored);
      return number;
    },
    closePullRequest: async (number, comment) => {
      if ((await readPull(number))?.state !== 'open') return;
      const stored = await readStored(files, pathOf(number), openRequestSchema);
      if (stored !== null)
        await write(number, { ...stored, state: 'closed', comments: [...stored.comments, { body: comment }] });
    },
  };
};

const PULL_FILE = /^([1-9][0-9]*)\.json$/;
