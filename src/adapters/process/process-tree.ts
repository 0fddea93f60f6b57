import process from 'node:process';
import type { ProcessIdentity } from '../../ports/processes.ts';
import { lineage, type ProcessEntry, type ProcessTable } from './process-table.ts';

/** Which processes belong together. A process belongs when one of these holds, or when its parent belongs. */
export interface TreeQuery {
  /** The process that began it all, and everything in its session. */
  readonly root: ProcessIdentity | null;
  /** Whether a marker found in an environment belongs; null to read no environments. */
  readonly matches: ((marker: string) => boolean) | null;
  /** Markers are looked for only in processes that started no earlier, since a marker is inherited; 0 for all. */
  readonly since: number;
}

export interface TreeMembers {
  readonly members: readonly ProcessEntry[];
  /** The process groups in which there are members only. */
  readonly groups: ReadonlySet<number>;
  /** False when a process may have been missed, so that finding nobody proves nothing. */
  readonly settled: boolean;
}

/**
 * Finds the processes of a tree that still run, never this process or its ancestors.
 * @param known identities (see `identityKey`) found by earlier looks: they stay members although their parent is gone
 */
export function findMembers(table: ProcessTable, query: TreeQuery, known: ReadonlySet<string>): TreeMembers {
  const entries = table.look();
  const spared = new Set(lineage(table, process.pid).map((entry) => entry.pid));
  const candidates = entries.filter((entry) => !spared.has(entry.pid));
  const isOfSession = sessionTest(table, query.root);
  let settled = true;
  const isMember = (entry: ProcessEntry): boolean => {
    if (known.has(identityKey(entry)) || isOfSession(entry)) {
      return true;
    }
    if (query.matches === null || entry.startedAt < query.since) {
      return false;
    }
    const reading = table.readMarker(entry);
    settled &&= reading.kind !== 'unsettled';
    return reading.kind === 'marked' && query.matches(reading.marker);
  };
  const members = new Map(candidates.filter(isMember).map((entry) => [entry.pid, entry]));
  addDescendants(members, candidates);
  return { members: [...members.values()], groups: groupsOf(members, entries), settled };
}

/** A key for sets and maps, unique to one process. */
export function identityKey(identity: ProcessIdentity): string {
  return `${identity.pid}@${identity.startTime}`;
}

/** True for the root and what is in its session; for nobody when a later process has taken the root's pid. */
function sessionTest(table: ProcessTable, root: ProcessIdentity | null): (entry: ProcessEntry) => boolean {
  if (root === null) {
    return () => false;
  }
  const holder = table.find(root.pid);
  // The kernel reuses no pid while a session of that number has members, so a reused one means that the session is gone.
  if (holder !== null && holder.startTime !== root.startTime) {
    return () => false;
  }
  return (entry) => entry.pid === root.pid || entry.sessionId === root.pid;
}

function addDescendants(members: Map<number, ProcessEntry>, candidates: readonly ProcessEntry[]): void {
  const children = Map.groupBy(candidates, (entry) => entry.parentPid);
  const open = [...members.keys()];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of children.get(pid) ?? []) {
      if (!members.has(child.pid)) {
        members.set(child.pid, child);
        open.push(child.pid);
      }
    }
  }
}

function groupsOf(members: ReadonlyMap<number, ProcessEntry>, entries: readonly ProcessEntry[]): ReadonlySet<number> {
  const groups = new Set([...members.values()].map((entry) => entry.groupId));
  for (const stranger of entries.filter((entry) => !members.has(entry.pid))) {
    groups.delete(stranger.groupId);
  }
  return groups;
}
