import { z } from 'zod';
import type { Guarded } from './guarded-file.ts';

/** As a line of JSON holds it; what stamps the file had is of no use to another process. */
const storedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), mode: z.int(), base64: z.base64() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('directory') }),
  z.object({ kind: z.literal('other') }),
]);

const pathsSchema = z.array(z.tuple([z.string(), z.string()]));
const filesSchema = z.array(z.tuple([z.string(), storedSchema]));

const worktreeSchema = z.object({
  /** Name of its entry below `<common>/worktrees`. */
  id: z.string(),
  /** Absolute path of its `.git` file. */
  pointer: z.string(),
  /** Entry and worktree, each with its real path. */
  places: pathsSchema,
  files: filesSchema,
});

const stateSchema = z.object({
  /** Real path of the common directory. */
  root: z.string(),
  /** Absolute paths of files that the repository's own settings include. */
  included: z.array(z.string()),
  files: filesSchema,
  worktrees: z.array(worktreeSchema),
});

const memberSchema = z.object({ id: z.string(), pid: z.int(), startTime: z.string() });

const WHAT = ['changed', 'added', 'removed', 'set aside', 'gone'] as const;

const saidSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('joined') }),
  z.object({ type: z.literal('left') }),
  z.object({ type: z.literal('trusted'), state: stateSchema }),
  z.object({ type: z.literal('changing'), pointer: z.string() }),
  z.object({ type: z.literal('changed'), pointer: z.string(), worktrees: z.array(worktreeSchema) }),
  z.object({ type: z.literal('found'), path: z.string(), what: z.enum(WHAT) }),
]);

const eventSchema = z.intersection(z.object({ by: memberSchema }), saidSchema);

/** A sentinel of a process, as the others know it. */
export type Member = z.infer<typeof memberSchema>;
/** What a sentinel has to tell the others. */
export type Said = z.infer<typeof saidSchema>;
export type LedgerEvent = z.infer<typeof eventSchema>;
export type WorktreeSnapshot = z.infer<typeof worktreeSchema>;
export type StateSnapshot = z.infer<typeof stateSchema>;
type Stored = z.infer<typeof storedSchema>;

/** Null for a line that a crash cut off, or that somebody else wrote. */
export function parseEvent(line: string): LedgerEvent | null {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export function store(guarded: Guarded): Stored {
  if (guarded.kind !== 'file') return guarded;
  return { kind: 'file', mode: guarded.mode, base64: guarded.content.toString('base64') };
}

export function unstore(stored: Stored): Guarded {
  if (stored.kind !== 'file') return stored;
  return { kind: 'file', mode: stored.mode, content: Buffer.from(stored.base64, 'base64'), signature: null };
}
