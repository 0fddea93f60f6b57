import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type ErrorCode, OrchestratorError } from '../domain/errors.ts';
import type { HomeLock } from '../ports/home-lock.ts';
import type { Processes } from '../ports/processes.ts';

interface HomeLockOptions {
  /** Absolute path of the lock file, `<home>/lock`. */
  readonly path: string;
  readonly processes: Pick<Processes, 'isAlive' | 'self'>;
}

/**
 * A lock file that names its holder: `{pid, startTime, command, since}`.
 *
 * A dead holder is succeeded: who wants its place links a claim that is named after the holder's text. Only one such link
 * can be made, so one of several takers wins; it makes sure that the holder is still the one it means to succeed and
 * renames its claim onto the lock. A taker that died before that is succeeded by the same rule. To remove the dead lock
 * and make a new one would not do: a slow taker would remove the new lock of a quick one.
 *
 * A text that is no lock of ours is stale, unless it names the pid of a living process: then that process is the holder.
 */
export const createHomeLock = ({ path, processes }: HomeLockOptions): HomeLock => {
  let held: string | null = null;

  /** False when somebody else moved in between and all has to be looked at again. */
  const attempt = async (draft: string): Promise<boolean> => {
    const succession = await readSuccession(path);
    const last = succession.at(-1);
    if (last === undefined) return linked(draft, path);
    const holder = livingHolder(last, processes);
    if (holder !== null) throw homeBusy(path, holder);
    const claim = claimOn(path, last);
    if (!(await linked(draft, claim))) return false;
    const unchanged = (await readText(path)) === succession[0];
    await (unchanged ? rename(claim, path) : rm(claim));
    return unchanged;
  };

  const take = async (text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeDurably(draft, text);
      while (!(await attempt(draft)));
    } finally {
      await rm(draft, { force: true });
    }
  };

  return {
    acquire: async () => {
      try {
        const text = describeSelf(processes);
        await take(text);
        held = text;
        await sweep(path, processes);
      } catch (failure) {
        throw explain(failure, path);
      }
    },
    release: async () => {
      if (held !== null && (await readText(path)) === held) await rm(path);
      held = null;
    },
  };
};

const holderSchema = z.object({
  pid: z.int().positive(),
  startTime: z.string(),
  command: z.string(),
  since: z.string(),
});

const describeSelf = (processes: HomeLockOptions['processes']): string =>
  JSON.stringify({
    ...processes.self(),
    command: process.argv.slice(1).join(' ').slice(0, 200),
    since: new Date().toISOString(),
  } satisfies z.infer<typeof holderSchema>);

/** The lock's text, then those of takers that died while they took over from the one before; empty when the lock is free. */
const readSuccession = async (path: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  let text = await readText(path);
  while (text !== null) {
    texts.push(text);
    text = await readText(claimOn(path, text));
  }
  return texts;
};

const claimOn = (path: string, text: string): string => `${path}.${createHash('sha256').update(text).digest('hex')}`;

/** Who holds a lock of that text, in words; null when nobody who is alive does. */
const livingHolder = (text: string, processes: HomeLockOptions['processes']): string | null => {
  const holder = parseHolder(text);
  if (holder !== null) {
    return processes.isAlive(holder) ? `process ${holder.pid} (${holder.command}) since ${holder.since}` : null;
  }
  const pid = Number(/"pid"\s*:\s*([1-9]\d*)/.exec(text)?.[1] ?? Number.NaN);
  return pidExists(pid) ? `process ${pid}, as far as its damaged text can be read` : null;
};

const parseHolder = (text: string): z.infer<typeof holderSchema> | null => {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const pidExists = (pid: number): boolean => {
  if (!Number.isSafeInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return codeOf(failure) === 'EPERM';
  }
};

/** Removes what dead takers left beside a lock that is held; a claim on anything but its present text can no longer succeed. */
const sweep = async (path: string, processes: HomeLockOptions['processes']): Promise<void> => {
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const leftover = join(dirname(path), name);
    const taker = parseHolder((await readText(leftover)) ?? '');
    if (taker !== null && !processes.isAlive(taker)) await rm(leftover, { force: true });
  }
};

/** Written and flushed before it gets the name that counts, so that no lock is ever seen or left half-written. */
const writeDurably = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to);
    return true;
  } catch (failure) {
    if (codeOf(failure) === 'EEXIST') return false;
    throw failure;
  }
};

const readText = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return null;
    throw failure;
  }
};

const codeOf = (failure: unknown): string =>
  failure instanceof Error && 'code' in failure ? String(failure.code) : '';

const homeBusy = (path: string, holder: string): OrchestratorError =>
  new OrchestratorError(
    'home-busy',
    `Another orchestrator works on ${dirname(path)}: ${holder}.`,
    `Wait until it is done or end it; if that process is no orchestrator, remove ${path}. Looking needs no lock.`,
  );

const FAILURES: readonly { readonly when: RegExp; readonly code: ErrorCode; readonly next: string }[] = [
  {
    when: /^(ENOSPC|EDQUOT)$/,
    code: 'disk-full',
    next: 'Free some space on the disk that holds the home.',
  },
  {
    when: /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)$/,
    code: 'home-invalid',
    next: 'Make the home a directory that you may write to, or name another one with ORCHESTRATOR_HOME.',
  },
];

const explain = (failure: unknown, path: string): unknown => {
  const known = FAILURES.find(({ when }) => when.test(codeOf(failure)));
  if (known === undefined || !(failure instanceof Error)) return failure;
  const message = `The lock ${path} cannot be made (${failure.message}).`;
  return new OrchestratorError(known.code, message, known.next, { cause: failure });
};
