import { z } from 'zod';
import { printableLine } from '../text/printable.ts';

/** What became of the findings of a review: applied, or declined with the technical reason. */
export interface FixReport {
  readonly applied: readonly string[];
  readonly declined: readonly { readonly finding: string; readonly reason: string }[];
}

export type FixReportReading =
  | { readonly ok: true; readonly report: FixReport }
  | { readonly ok: false; readonly problem: string };

/** Reads the two lists of a fix report's frontmatter. Both have to be there, if only empty. */
export const readFixReport = (fields: Readonly<Record<string, unknown>>): FixReportReading => {
  const parsed = SCHEMA.safeParse(fields);
  if (parsed.success) return { ok: true, report: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'it cannot be read'}` };
};

/** On one line: what it says stands in lists, in documents that other tasks share (INV-15). */
const line = (what: string) =>
  z
    .string(what)
    .transform(printableLine)
    .refine((text) => text !== '', what);

const ID = line('expected the id of a finding');

const SCHEMA = z.object({
  applied: z.array(ID),
  declined: z.array(z.object({ finding: ID, reason: line('expected the reason') })),
});

/** The answers to a review with those of a later run of the fixer, which has the last word on each finding that it names. */
export const withAnswers = (earlier: FixReport | null, later: FixReport): FixReport => {
  const named = new Set([...later.applied, ...later.declined.map(({ finding }) => finding)]);
  return {
    applied: [...(earlier?.applied ?? []).filter((id) => !named.has(id)), ...later.applied],
    declined: [...(earlier?.declined ?? []).filter(({ finding }) => !named.has(finding)), ...later.declined],
  };
};

/** The findings that stand in neither list: nobody has answered them. */
export const unanswered = (open: readonly string[], { applied, declined }: FixReport): readonly string[] => {
  const answered = new Set([...applied, ...declined.map(({ finding }) => finding)]);
  return open.filter((id) => !answered.has(id));
};
