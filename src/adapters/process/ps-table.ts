import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { JOB_MARKER_VARIABLE, type ProcessEntry, type ProcessTable } from './process-table.ts';

/**
 * The process table where there is no `/proc` (macOS, BSD), read from `ps`.
 * It does not show environments: only the process group and what descends from it is found there, and a program that leaves
 * both escapes. Start times have a resolution of one second.
 */
export function createPsTable(): ProcessTable {
  return {
    look: () => readPs(['-ax']).filter((entry) => entry.state === 'running'),
    find: (pid) => readPs(['-p', String(pid)])[0] ?? null,
    newestPid: () => null,
    readMarker: ({ pid }) => {
      const marker = pid === process.pid ? process.env[JOB_MARKER_VARIABLE] : undefined;
      return marker === undefined ? { kind: 'unmarked' } : { kind: 'marked', marker };
    },
  };
}

function readPs(selection: readonly string[]): readonly ProcessEntry[] {
  try {
    const output = execFileSync('ps', [...selection, '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
      encoding: 'utf8',
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.split('\n').flatMap(parsePsLine);
  } catch {
    // ps ends with 1 when it selects no process.
    return [];
  }
}

/** Parses `pid ppid pgid stat lstart`; what is no such line gives nothing. */
export function parsePsLine(line: string): readonly ProcessEntry[] {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
  if (match === null) {
    return [];
  }
  const [, pid, parentPid, groupId, state = '', startTime = ''] = match;
  return [
    {
      pid: Number(pid),
      state: state.startsWith('Z') ? 'ended' : 'running',
      parentPid: Number(parentPid),
      groupId: Number(groupId),
      sessionId: Number(groupId),
      startedAt: Date.parse(startTime),
      startTime,
    },
  ];
}
