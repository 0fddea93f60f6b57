import { readdirSync, readFileSync } from 'node:fs';
import { JOB_MARKER_VARIABLE, type MarkerReading, type ProcessEntry, type ProcessTable } from './process-table.ts';

/** A machine that starts processes all the time always shows one more; what a job leaves behind is in the first few listings. */
const MOST_LISTINGS = 20;

/** Set in the flags of kernel threads, which have no environment and obey no signal. */
const PF_KTHREAD = 0x00200000;

/**
 * The process table of Linux, read from `/proc`.
 * A process whose environment may not be read (another user's, or one that protects its memory) counts as unmarked.
 */
export function createLinuxTable(): ProcessTable {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const find = (pid: number): ProcessEntry | null => {
    const stat = readProcFile(pid, 'stat');
    return stat.kind === 'text' ? parseStat(stat.text, bootId) : null;
  };
  return { find, look: () => readEverybody(find), readMarker, newestPid };
}

/**
 * One listing is not enough: a process may fork and end between the listing and the reading of its entry, and neither it nor
 * its child would be seen. Whoever is alive when a listing shows nobody new has been read.
 */
function readEverybody(find: (pid: number) => ProcessEntry | null): readonly ProcessEntry[] {
  const read = new Map<number, ProcessEntry | null>();
  for (let listing = 0; listing < MOST_LISTINGS; listing++) {
    const unread = listPids().filter((pid) => !read.has(pid));
    if (unread.length === 0) {
      break;
    }
    for (const pid of unread) {
      read.set(pid, find(pid));
    }
  }
  return [...read.values()].filter((entry) => entry !== null).filter((entry) => entry.state === 'running');
}

function listPids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Parses one line of `/proc/<pid>/stat`; the boot id makes its start time unique across restarts of the machine. */
export function parseStat(line: string, bootId: string): ProcessEntry {
  const field = statFields(line);
  return {
    pid: Number.parseInt(line, 10),
    state: stateOf(field),
    parentPid: Number(field(4)),
    groupId: Number(field(5)),
    sessionId: Number(field(6)),
    startedAt: Number(field(22)),
    startTime: `${bootId}:${field(22)}`,
  };
}

type StatFields = (number: number) => string;

/**
 * Access to the fields by their number in proc(5). The second one, the program's name in parentheses, may itself hold spaces
 * and parentheses, so what follows is counted from the last one that closes.
 */
function statFields(line: string): StatFields {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (number) => fields[number - 3] ?? '';
}

function stateOf(field: StatFields): ProcessEntry['state'] {
  if ((Number(field(9)) & PF_KTHREAD) !== 0) {
    return 'kernel-thread';
  }
  return ['Z', 'X', 'x'].includes(field(3)) ? 'ended' : 'running';
}

/** The last field of `/proc/loadavg`; counted in the namespace of whoever reads it. */
function newestPid(): number | null {
  try {
    const pid = Number(readFileSync('/proc/loadavg', 'utf8').trim().split(' ').at(-1));
    return Number.isInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}

function readMarker({ pid }: ProcessEntry): MarkerReading {
  const environ = readProcFile(pid, 'environ');
  if (environ.kind !== 'text') {
    return { kind: environ.kind === 'forbidden' ? 'unmarked' : 'unsettled' };
  }
  if (environ.text === '') {
    return { kind: wasStartedWithoutVariables(pid) ? 'unmarked' : 'unsettled' };
  }
  const prefix = `${JOB_MARKER_VARIABLE}=`;
  const variable = environ.text.split('\0').find((text) => text.startsWith(prefix));
  return variable === undefined ? { kind: 'unmarked' } : { kind: 'marked', marker: variable.slice(prefix.length) };
}

/** Fields 50 and 51, the bounds of the environment, are then equal; while a program is being replaced (exec) they are 0. */
function wasStartedWithoutVariables(pid: number): boolean {
  const stat = readProcFile(pid, 'stat');
  const field = statFields(stat.kind === 'text' ? stat.text : '');
  return field(51) !== '' && field(51) !== '0' && field(50) === field(51);
}

type ProcFile = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'gone' | 'forbidden' };

function readProcFile(pid: number, name: 'stat' | 'environ'): ProcFile {
  try {
    return { kind: 'text', text: readFileSync(`/proc/${pid}/${name}`, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { kind: code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'gone' };
  }
}
