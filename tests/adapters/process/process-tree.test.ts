import process from 'node:process';
import { expect, it } from 'vitest';
import type { MarkerReading, ProcessEntry, ProcessTable } from '../../../src/adapters/process/process-table.ts';
import { findMembers, identityKey, type TreeQuery } from '../../../src/adapters/process/process-tree.ts';

/** A process table written by hand: `[pid, parent, session]`, every process its own group unless it says otherwise. */
function entryOf(pid: number, parentPid: number, sessionId: number, changes: Partial<ProcessEntry> = {}): ProcessEntry {
  return {
    pid,
    parentPid,
    sessionId,
    groupId: pid,
    startedAt: pid,
    startTime: `t${pid}`,
    state: 'running',
    ...changes,
  };
}

function tableOf(
  entries: readonly ProcessEntry[],
  markers: Readonly<Record<number, MarkerReading>> = {},
): ProcessTable {
  return {
    look: () => entries,
    find: (pid) => entries.find((entry) => entry.pid === pid) ?? null,
    readMarker: ({ pid }) => markers[pid] ?? { kind: 'unmarked' },
    newestPid: () => null,
  };
}

const job: MarkerReading = { kind: 'marked', marker: 'job' };
const byMarker: TreeQuery = { root: null, matches: (marker) => marker === 'job', since: 0 };
const pidsOf = (entries: readonly ProcessEntry[]) => entries.map(({ pid }) => pid).sort((one, other) => one - other);

it('finds the root, its session, who carries the marker, and the descendants of each', () => {
  const entries = [
    entryOf(100, 1, 100),
    entryOf(101, 1, 100),
    entryOf(102, 101, 102),
    entryOf(200, 1, 200),
    entryOf(201, 200, 201),
    entryOf(300, 1, 300),
  ];
  const query = { ...byMarker, root: { pid: 100, startTime: 't100' } };
  const { members } = findMembers(tableOf(entries, { 200: job }), query, new Set());
  expect(pidsOf(members)).toEqual([100, 101, 102, 200, 201]);
});

it('leaves a session alone whose number now belongs to a later process', () => {
  const entries = [entryOf(100, 1, 100, { startTime: 'later' }), entryOf(101, 100, 100)];
  const query = { ...byMarker, root: { pid: 100, startTime: 't100' } };
  expect(findMembers(tableOf(entries), query, new Set()).members).toEqual([]);
});

it('never finds this process or its ancestors, though they carry the marker', () => {
  const entries = [entryOf(2, 1, 2), entryOf(process.pid, 2, 2), entryOf(3, process.pid, 2)];
  const { members } = findMembers(tableOf(entries, { 2: job, 3: job, [process.pid]: job }), byMarker, new Set());
  expect(pidsOf(members)).toEqual([3]);
});

it('keeps who was found before, though nothing shows any more that it belongs', () => {
  const orphan = entryOf(100, 1, 100);
  expect(findMembers(tableOf([orphan]), byMarker, new Set([identityKey(orphan)])).members).toEqual([orphan]);
});

it('names a group only when nobody else is in it', () => {
  const entries = [
    entryOf(100, 1, 100),
    entryOf(101, 1, 100, { groupId: 100 }),
    entryOf(200, 1, 200, { groupId: 199 }),
    entryOf(201, 1, 200, { groupId: 199 }),
  ];
  const { groups } = findMembers(tableOf(entries, { 100: job, 101: job, 200: job }), byMarker, new Set());
  expect([...groups]).toEqual([100]);
});

it('INV-13: does not take nobody for an answer while a process cannot be read', () => {
  const entries = [entryOf(100, 1, 100)];
  expect(findMembers(tableOf(entries), byMarker, new Set()).settled).toBe(true);
  const markers: Record<number, MarkerReading> = { 100: { kind: 'unsettled' } };
  expect(findMembers(tableOf(entries, markers), byMarker, new Set()).settled).toBe(false);
  expect(findMembers(tableOf(entries, markers), { ...byMarker, since: 101 }, new Set()).settled).toBe(true);
});
