import { z } from 'zod';
import type { StoredEntry } from '../journal.ts';
import type { VerificationRecord } from './verification.ts';

/** What the journal says while a verification goes on, and once it is over. */
export const VERIFICATION_ENTRIES = { started: 'verification-started', ended: 'verification-ended' } as const;

/** The verifications that a journal tells of, in order, each as it was last seen. */
export const verificationsOf = (journal: readonly StoredEntry[]): readonly VerificationRecord[] => {
  const names: readonly string[] = Object.values(VERIFICATION_ENTRIES);
  const told = journal.filter(({ type }) => names.includes(type)).map(({ data }) => record.parse(data));
  return [...new Map(told.map((one) => [one.number, one])).values()];
};

const record: z.ZodType<VerificationRecord> = z.object({
  number: z.number(),
  task: z.string(),
  commit: z.string(),
  pid: z.number().nullable(),
  stopCommand: z.string().nullable(),
  log: z.string(),
  url: z.string(),
  directory: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  steps: z.object({ total: z.number(), done: z.number() }),
  findings: z.array(
    z.object({
      kind: z.enum(['console', 'page-error', 'request', 'response', 'blocked', 'step', 'server']),
      step: z.number(),
      text: z.string(),
    }),
  ),
  snapshots: z.array(z.object({ name: z.string(), step: z.number(), image: z.string().nullable(), text: z.string() })),
});
