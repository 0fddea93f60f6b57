import { z } from 'zod';

/** The five things that the end of a task says (KB-33). */
export interface FinalReport {
  readonly elapsedMs: number;
  /** How many runs of agents it took. */
  readonly iterations: number;
  /** Where the commands and the request stand in full. */
  readonly document: string;
  /** What there is to open: the page, or the commit that holds the work. */
  readonly link: string;
  /** Notes, risks and limits; there are always some. */
  readonly notes: readonly string[];
}

/** What the journal says when a task's document is complete; the path of that and the report stand in the entry. */
export const DOCUMENT_READY = 'document-ready';

export type FinalReportBuilt =
  | { readonly ok: true; readonly report: FinalReport }
  | { readonly ok: false; readonly missing: readonly string[] };

/** A report of all five, or the names of those that nobody could say; an empty text says nothing. */
export const buildFinalReport = (parts: Readonly<Record<keyof FinalReport, unknown>>): FinalReportBuilt => {
  const parsed = COMPLETE.safeParse(parts);
  if (parsed.success) return { ok: true, report: parsed.data };
  return { ok: false, missing: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
};

const TEXT = z.string().trim().min(1);

const COMPLETE: z.ZodType<FinalReport> = z.object({
  elapsedMs: z.number().min(0),
  iterations: z.int().min(0),
  document: TEXT,
  link: TEXT,
  notes: z.array(TEXT).min(1),
});
