import { z } from 'zod';
import type { StoredEntry } from '../journal.ts';
import { ESCALATIONS } from '../task.ts';

const PLACE = z.object({ stage: z.string(), status: z.string() });

const VERDICT = z.object({
  gate: z.string(),
  outcome: z.enum(['pass', 'fail', 'pending']),
  reason: z.string(),
  evidence: z.object({
    question: z.string().optional(),
    approvedBy: z.string().optional(),
    until: z.string().optional(),
  }),
});

/** A journal entry of the engine, as far as people are told of it. */
const TRANSITION = z.object({
  from: PLACE,
  to: PLACE,
  candidate: z.string().nullable(),
  /** Why the task stands where it stands now; null where its status says it all. */
  reason: z.string().nullable().default(null),
  escalation: z.enum(ESCALATIONS).nullable().default(null),
  event: z.object({
    job: z.string().optional(),
    status: z.string().optional(),
    left: z.object({ head: z.string() }).nullable().optional(),
    verdicts: z.array(VERDICT).default([]),
    by: z.string().default(''),
    reason: z.string().default(''),
  }),
});

export type Transition = z.infer<typeof TRANSITION> & { readonly type: string };

/** Null for an entry that moved no task. */
export const transitionOf = ({ type, data }: StoredEntry): Transition | null => {
  const parsed = TRANSITION.safeParse(data);
  return parsed.success ? { ...parsed.data, type } : null;
};
