import type { ProcessEntry, ProcessTable } from './process-table.ts';

/** With more newcomers than this a look at the whole table costs no more. */
const MOST_NEWCOMERS = 48;

/** In so short a time no machine gives out all of its pids, and begins anew with the low ones. */
const SHORT_LIFE_MS = 500;

/**
 * Whether a child that has ended can have left nobody behind, told without a look at the whole process table: pids are given out in
 * rising order, so that whatever descends from it has one between its own and the newest. False wherever that proves nothing.
 * @param child its `pid`, how long it lived, and the marker that its descendants inherit
 */
export function leavesNobody(
  table: ProcessTable,
  child: { readonly pid: number; readonly livedMs: number; readonly marker: string },
): boolean {
  if (child.livedMs > SHORT_LIFE_MS) {
    return false;
  }
  let seen = child.pid;
  for (;;) {
    const newest = table.newestPid();
    if (newest === null || newest < seen || newest - child.pid > MOST_NEWCOMERS) {
      return false;
    }
    // Whoever forked while the others were read has a newer pid: only a look that finds none is the last.
    if (newest === seen) {
      return true;
    }
    for (let pid = seen + 1; pid <= newest; pid++) {
      if (mayBelong(table, pid, child)) {
        return false;
      }
    }
    seen = newest;
  }
}

/** Descent need not be asked: a parent that still runs is a newcomer too, or the child itself. */
function mayBelong(
  table: ProcessTable,
  pid: number,
  child: { readonly pid: number; readonly marker: string },
): boolean {
  const entry = table.find(pid);
  if (entry === null || entry.state !== 'running') {
    return false;
  }
  if (entry.sessionId === child.pid) {
    return true;
  }
  const reading = table.readMarker(entry);
  return reading.kind === 'unsettled'
    ? !isOfSibling(table, entry, child.pid)
    : reading.kind === 'marked' && reading.marker === child.marker;
}

/**
 * Whether a process in the middle of an exec, whose environment is yet to come, belongs to another child of our own parent: the other one
 * of two that start the commands of a plan is doing just that nearly all the time. It cannot be of the child: whoever loses its parent
 * goes to one of our ancestors, never to a sibling.
 */
function isOfSibling(table: ProcessTable, { parentPid }: ProcessEntry, child: number): boolean {
  return parentPid < child && table.find(parentPid)?.parentPid === process.ppid && process.ppid > 1;
}
