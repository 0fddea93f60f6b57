import process from 'node:process';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Processes, ProcessIdentity } from '../../ports/processes.ts';
import { endTree } from './end-tree.ts';
import { createLinuxTable } from './linux-table.ts';
import { lineage, type ProcessTable } from './process-table.ts';
import { createPsTable } from './ps-table.ts';

/**
 * Processes of this machine. Everything is found again by marker, session and descent on Linux; elsewhere by process group and
 * descent alone, so `endMarked` finds nobody there (see `createPsTable`). A program that drops its environment, moves to a
 * session of its own and outlives its parent escapes: only a sandbox holds that.
 */
export function createProcesses(): Processes {
  const table = process.platform === 'linux' ? createLinuxTable() : createPsTable();
  return {
    run: async (spec) => {
      // Loaded late: most commands only look at processes.
      const { runProcess } = await import('./run-process.ts');
      return runProcess(table, spec);
    },
    endMarked: async (matches, graceMs) => (await endTree(table, { root: null, matches, since: 0 }, graceMs)).ended,
    endIdentity: async (identity, graceMs) => {
      if (!isAlive(table, identity)) {
        return false;
      }
      await endTree(table, { root: identity, matches: null, since: 0 }, graceMs);
      return !isAlive(table, identity);
    },
    isAlive: (identity) => isAlive(table, identity),
    self: () => identityOfSelf(table),
    descendsFromJob: (matches = () => true) =>
      lineage(table, process.pid).some((entry) => {
        const reading = table.readMarker(entry);
        return reading.kind === 'marked' && matches(reading.marker);
      }),
  };
}

function isAlive(table: ProcessTable, { pid, startTime }: ProcessIdentity): boolean {
  const entry = table.find(pid);
  return entry?.state === 'running' && entry.startTime === startTime;
}

function identityOfSelf(table: ProcessTable): ProcessIdentity {
  const entry = table.find(process.pid);
  if (entry === null) {
    throw new OrchestratorError(
      'infrastructure',
      'The system does not show this process its own entry in the process table.',
      'Mount /proc, or install ps where there is none.',
    );
  }
  return { pid: entry.pid, startTime: entry.startTime };
}
