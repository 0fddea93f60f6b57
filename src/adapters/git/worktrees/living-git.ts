import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { readTextFile } from '../layout.ts';

/** Linux reports start times in hundredths of a second on all its platforms. */
const TICKS_PER_SECOND = 100;

/** The time of boot is known to a second, and lock files are stamped from a coarse clock. */
const SLACK_MS = 2_000;

/** Longer than the deadline of any command of ours, for systems that do not show their processes. */
const OLD_MS = 15 * 60_000;

/** A git process at work in the repository; `startedMs` since the epoch. */
interface LivingGit {
  readonly startedMs: number;
}

/**
 * Tells whether the maker of a file may still be alive. A lock is closed while it is held, so open files prove nothing; but who made it
 * started before it was made. So a lock is dead when no git process that works in one of `places` is as old as the lock.
 * Without `/proc` age decides.
 * @param places absolute real paths: the worktrees and the common directory
 */
export function livingGits(places: readonly string[]): { mayHold(madeMs: number): boolean } {
  const living = findLivingGits(places);
  return {
    mayHold: (madeMs) =>
      living === null ? Date.now() - madeMs < OLD_MS : living.some(({ startedMs }) => startedMs <= madeMs + SLACK_MS),
  };
}

function findLivingGits(places: readonly string[]): LivingGit[] | null {
  const boot = /^btime (\d+)$/m.exec(readTextFile('/proc/stat') ?? '')?.[1];
  if (boot === undefined) return null;
  const found: LivingGit[] = [];
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const startedMs = startTime(pid, Number(boot));
    if (startedMs !== null && isGitAt(pid, places)) found.push({ startedMs });
  }
  return found;
}

/** Null for what has ended, zombies included. */
function startTime(pid: string, bootSeconds: number): number | null {
  const stat = readTextFile(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold anything; state is the first field behind it, the start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return null;
  return (bootSeconds + Number(fields[19]) / TICKS_PER_SECOND) * 1_000;
}

/** A process called git that stands in one of the places or names one of them. */
function isGitAt(pid: string, places: readonly string[]): boolean {
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (!/^git(-|$)/.test(basename(program))) return false;
    const cwd = readlinkSync(`/proc/${pid}/cwd`);
    return places.some(
      (place) => cwd === place || cwd.startsWith(place + sep) || args.some((argument) => argument.includes(place)),
    );
  } catch {
    return false;
  }
}
