import type { WorkerInvocation, WorkerRequest } from '../../ports/worker.ts';

/** For CLIs that know one model at a time. */
export const withoutFallback = ({ fallbackModel }: WorkerRequest): Pick<WorkerInvocation, 'ignored'> =>
  fallbackModel === null ? {} : { ignored: [`a fallback model (${fallbackModel})`] };
