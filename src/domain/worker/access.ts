/** How much of the machine a worker's own sandbox leaves to it, from the narrowest to the widest (CF-34). */
export const WORKER_ACCESS = ['read-only', 'workspace-write', 'full'] as const;
export type WorkerAccess = (typeof WORKER_ACCESS)[number];

/**
 * What a worker gets. Full access is the person's word alone: with it in the settings whoever may write gets it, and without it nobody
 * does, whatever a role asks for. Who only looks is given no more by any setting (KB-29).
 * @param needs what the role asks for, and its stage where that says something
 */
export const grantedAccess = (setting: WorkerAccess, needs: readonly WorkerAccess[]): WorkerAccess =>
  needs.includes('read-only') ? 'read-only' : setting;

/** Whether `access` leaves more to a worker than `than` does. */
export const isWider = (access: WorkerAccess, than: WorkerAccess): boolean =>
  WORKER_ACCESS.indexOf(access) > WORKER_ACCESS.indexOf(than);
