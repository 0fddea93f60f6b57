import { z } from 'zod';

/** The ids of what a review leaves open; each begins with its severity, `P1-2` is the second P1. */
export type OpenReview =
  | { readonly ok: true; readonly open: readonly string[] }
  | { readonly ok: false; readonly problem: string };

const OPEN = z.array(z.string().regex(/^P[0-3]-\d{1,4}$/)).transform((ids) => [...new Set(ids)]);

/** Reads the field `open` of a review's frontmatter. A review without one leaves nothing open. */
export const openReview = (fields: Readonly<Record<string, unknown>>): OpenReview => {
  const parsed = OPEN.safeParse(Object.hasOwn(fields, 'open') ? fields.open : []);
  return parsed.success
    ? { ok: true, open: parsed.data }
    : { ok: false, problem: '`open` is no list of ids such as P1-1' };
};

/** P0 and P1 hold a change back; who declines one of these does not have the last word. */
export const holdsBack = (id: string): boolean => id.startsWith('P0-') || id.startsWith('P1-');
