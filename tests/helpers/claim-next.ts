import type { Job } from '../../src/domain/job.ts';
import type { ClaimOrder } from '../../src/ports/coordination.ts';
import type { Store } from '../../src/ports/store.ts';

/** Takes the next due job; null where there is none. */
export const claimNext = async ({ jobs }: Pick<Store, 'jobs'>, order: ClaimOrder): Promise<Job | null> =>
  (await jobs.claim(order, 1))[0] ?? null;
