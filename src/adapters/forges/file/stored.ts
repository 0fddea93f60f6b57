import { z } from 'zod';
import type { ReviewState } from '../../../domain/review/pull-request.ts';
import type { Files } from '../../../ports/files.ts';

const REVIEW_STATES: Readonly<Record<string, ReviewState>> = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'changes-requested',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENT: 'commented',
  COMMENTED: 'commented',
};

const reviewSchema = z.object({
  author: z.string().min(1),
  state: z.string().transform((word, context): ReviewState => {
    const state = REVIEW_STATES[word.trim().toUpperCase()];
    if (state !== undefined) return state;
    context.addIssue('expected APPROVED, REQUEST_CHANGES or COMMENT');
    return z.NEVER;
  }),
  commit: z.string().min(1),
  body: z.string().default(''),
});

/** `statuses/<name>.json`: what CI says of a commit. Any word for the state that means nothing here is `unknown`. */
export const statusSchema = z.object({
  commit: z.string().min(1).optional(),
  state: z.enum(['success', 'failure', 'error', 'pending']).or(z.string().transform(() => 'unknown' as const)),
});

/** `pulls/<n>.json`. */
export const pullRequestSchema = z.object({
  branch: z.string().min(1),
  base: z.string().min(1),
  title: z.string(),
  body: z.string().default(''),
  state: z.enum(['open', 'closed', 'merged']),
  reviews: z.array(reviewSchema).default([]),
});

/** The same as it stands there, to be written again: what others wrote into it stays. */
export const openRequestSchema = z.looseObject({ comments: z.array(z.unknown()).default([]) });

/** A file's content; null when there is no such file. Rejects with the path where it is not what it should be. */
export const readStored = async <T>(
  files: Pick<Files, 'read'>,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | null> => {
  const text = await files.read(path);
  if (text === null) return null;
  const parsed = schema.safeParse(parse(path, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it cannot be read'}`);
};

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: it is no JSON`);
  }
};
