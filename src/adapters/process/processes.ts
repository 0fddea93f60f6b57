import process from 'node:process';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Processes, ProcessIdentity } from '../../ports/processes.ts';
import { endTree } from './end-tree.ts';
import { createLinuxTable } from './linux-table.ts';
import { lineage, type ProcessTable } from './process-table.ts';
import { createPsTable } from './ps-table.ts';
import type { SpawnChild } from './spawn-child.ts';

/**
 * Processes of this machine. Everything is found again by marker, session and descent on Linux; elsewhere by process group and
 * descent alone, so `endMarked` finds nobody there (see `createPsTable`). A program that drops its environment, moves to a
 * session of its own and outlives its parent escapes: only a sandbox holds that.
 * @param loadSpawn how children are started; asked when the first one is
 */
export function createProcesses(loadSpawn = loadSpawnChild): Processes {
  const table = process.platform === 'linux' ? createLinuxTable() : createPsTable();
  let self: ProcessIdentity | null = null;
  return {
    run: async (spec) => {
      const [{ runProcess }, spawnChild] = await Promise.all([import('./run-process.ts'), loadSpawn()]);
      return runProcess(table, spawnChild, spec);
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
    self: () => {
      self ??= identityOfSelf(table);
      return self;
    },
    descendsFromJob: (matches = () => true) =>
      lineage(table, process.pid).some((entry) => {
        const reading = table.readMarker(entry);
        return reading.kind === 'marked' && matches(reading.marker);
      }),
  };
}

/** Loaded late: execa takes longer to load than most commands that only look at processes take altogether. */
async function loadSpawnChild(): Promise<SpawnChild> {
  const { spawnChild } = await import('./spawn-child.ts');
  return spawnChild;
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
