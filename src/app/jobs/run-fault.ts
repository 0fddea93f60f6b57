import type { ProcessEnd } from '../../ports/processes.ts';
import type { WorkerConclusion } from '../../ports/worker.ts';
import { describeEnd } from '../gates/run-step.ts';

/** Why a run has not ended well. */
export type RunFault =
  | { readonly status: 'failed' | 'blocked' | 'timed-out'; readonly summary: string }
  | { readonly status: 'deferred'; readonly summary: string; readonly retryAfterMs: number | null };

/** What a worker did that it may not, each as a text for people; null where it did not. */
interface Misdeeds {
  readonly tampering: string | null;
  readonly detour: string | null;
  readonly trespass: string | null;
}

interface Ending {
  readonly end: ProcessEnd;
  readonly conclusion: WorkerConclusion;
  readonly timeoutMs: number;
}

/** All that is wrong with a run, in one summary; null when nothing is. Only a run without misdeeds is put off and runs once more. */
export const faultOf = ({ tampering, detour, trespass }: Misdeeds, ending: Ending): RunFault | null => {
  const failure = failureOf(ending);
  if (tampering === null && detour === null && trespass === null) return failure;
  const findings = [tampering, detour, failure?.summary ?? null, trespass].filter((text) => text !== null);
  const isOwn = tampering === null && detour === null && failure !== null && failure.status !== 'deferred';
  return { status: isOwn ? failure.status : 'failed', summary: findings.join('\n') };
};

const failureOf = ({ end, conclusion, timeoutMs }: Ending): RunFault | null => {
  if (end.reason === 'deadline' || end.reason === 'silent')
    return { status: 'timed-out', summary: `The worker was ${describeEnd(end, timeoutMs)}.` };
  if (end.reason !== 'exited') return { status: 'failed', summary: `The worker ${describeEnd(end, 0)}.` };
  if (conclusion.outcome === 'succeeded') return null;
  const { summary, retryAfterMs } = conclusion;
  return conclusion.failure === 'transient'
    ? { status: 'deferred', summary, retryAfterMs }
    : { status: conclusion.outcome, summary };
};
