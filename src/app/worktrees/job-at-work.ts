import type { App } from '../app.ts';
import { worktreePath } from './worktree-path.ts';

/**
 * The job at work in a worktree, as its lease names it (`job J-3`): nobody else changes anything there meanwhile (INV-15). Null where
 * none is, whoever else has the lease.
 */
export const jobAtWork = async (app: Pick<App, 'leases' | 'settings'>, worktree: string): Promise<string | null> => {
  const holder = await app.leases.holder(worktreePath(app, worktree));
  return holder?.startsWith('job ') === true ? holder : null;
};
