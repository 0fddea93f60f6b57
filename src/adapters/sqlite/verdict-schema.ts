import { z } from 'zod';
import type { CheckRun, GateEvidence, Verdict } from '../../domain/verdict/verdict.ts';

export const checkRunSchema = (): z.ZodType<CheckRun> =>
  z.strictObject({
    command: z.string(),
    argv: z.array(z.string()),
    exitCode: z.number().nullable(),
    durationMs: z.number(),
    output: z.string(),
    knownRed: z.boolean(),
  });

/** One entry a field: a field that the domain adds is a type error here until it is named. */
const evidence = () =>
  ({
    paths: z.array(z.string()).exactOptional(),
    checks: z.array(checkRunSchema()).exactOptional(),
    conflicts: z.array(z.string()).exactOptional(),
    diff: z.string().exactOptional(),
    approvedBy: z.string().exactOptional(),
    rejectedBy: z.string().exactOptional(),
    commit: z.string().exactOptional(),
    findings: z.string().exactOptional(),
    open: z.array(z.string()).exactOptional(),
    question: z.string().exactOptional(),
    until: z.string().exactOptional(),
    polling: z.strictObject({ attempts: z.number(), next: z.number() }).exactOptional(),
    unusable: z.literal(true).exactOptional(),
  }) satisfies Record<keyof GateEvidence, z.ZodType>;

const evidenceSchema = (): z.ZodType<GateEvidence> => z.strictObject(evidence());

export const verdictSchema = (): z.ZodType<Verdict> =>
  z.strictObject({
    gate: z.string(),
    candidate: z.string(),
    outcome: z.enum(['pass', 'fail', 'pending']),
    reason: z.string(),
    evidence: evidenceSchema(),
    at: z.number(),
  });
