import { join } from 'node:path';
import { createGit } from '../../../src/adapters/git/git.ts';
import { createQueue } from '../../../src/adapters/git/queue.ts';
import { createSettingsFile } from '../../../src/adapters/git/run/settings-file.ts';
import { createLedger } from '../../../src/adapters/git/sentinel/ledger.ts';
import { createGitSentinel, type RepositorySentinel } from '../../../src/adapters/git/sentinel/sentinel.ts';
import type { Git } from '../../../src/ports/git.ts';
import type { GitRepository } from '../../helpers/git-repository.ts';

export interface SharingProcess {
  readonly git: Git;
  readonly sentinel: RepositorySentinel;
  /** What the others find after a kill -9. */
  die(): void;
}

export interface SharedGit {
  /** Absolute path of the directory that the processes' ledgers are in. */
  readonly directory: string;
  /** One more process on the repository; `apart` knows nothing of the others, and they nothing of it. */
  start(apart?: 'apart'): Promise<SharingProcess>;
}

/** Processes of one home on one repository, as far as their sentinels can tell: each has an identity of its own. */
export function createSharedGit({ base, environment, main }: GitRepository): SharedGit {
  const directory = join(base, 'state', 'sentinel');
  const living = new Set<number>();
  const alone = createQueue();
  let started = 0;
  return {
    directory,
    async start(apart) {
      started += 1;
      const self = { pid: started, startTime: 'now' };
      living.add(self.pid);
      const processes = { self: () => self, isAlive: ({ pid }: { pid: number }) => living.has(pid) };
      const settings = createSettingsFile(join(base, 'state', `gitconfig-${started}`), environment);
      const { commonDir } = await createGit({ environment, settings }).inspect(main);
      const shared = { directory, processes, alone: (_: string, work: () => Promise<void>) => alone(work) };
      const ledger = apart === undefined ? { ledger: createLedger(commonDir, shared) } : {};
      const sentinel = createGitSentinel({ commonDir, environment, settings, ...ledger });
      await sentinel.record();
      const git = createGit({ environment, settings, sentinel });
      return { git, sentinel, die: () => void living.delete(self.pid) };
    },
  };
}
