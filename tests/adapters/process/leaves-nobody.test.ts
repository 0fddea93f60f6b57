import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { leavesNobody } from '../../../src/adapters/process/leaves-nobody.ts';
import type { MarkerReading, ProcessEntry, ProcessTable } from '../../../src/adapters/process/process-table.ts';

const CHILD = { pid: 100, livedMs: 10, marker: 'job' };

const entry = (pid: number, more: Partial<ProcessEntry> = {}): ProcessEntry => ({
  ...{ pid, startTime: String(pid), state: 'running', parentPid: 1, groupId: pid, sessionId: pid, startedAt: pid },
  ...more,
});

/** @param newest what each look at the newest pid tells, the last one for ever */
const tableOf = (
  entries: readonly ProcessEntry[],
  newest: readonly (number | null)[],
  marker: MarkerReading = { kind: 'unmarked' },
): ProcessTable => {
  const told = [...newest];
  return {
    look: () => {
      throw new Error('the whole table was looked at');
    },
    find: (pid) => entries.find((one) => one.pid === pid) ?? null,
    readMarker: () => marker,
    newestPid: () => (told.length > 1 ? (told.shift() ?? null) : (told[0] ?? null)),
  };
};

describe('INV-8: what a child can have left behind', () => {
  it('is nobody where no pid was given out after its own', () => {
    expect(leavesNobody(tableOf([], [100]), CHILD)).toBe(true);
  });

  it('is nobody where all newcomers have ended, or are strangers', () => {
    const strangers = [entry(101, { state: 'ended', sessionId: 100 }), entry(103)];
    expect(leavesNobody(tableOf(strangers, [103]), CHILD)).toBe(true);
  });

  it.each<[string, ProcessTable]>([
    ['a newcomer of its session', tableOf([entry(102, { sessionId: 100 })], [102])],
    ['a newcomer with its marker', tableOf([entry(102)], [102], { kind: 'marked', marker: 'job' })],
    ['a newcomer whose marker is yet to come', tableOf([entry(102)], [102], { kind: 'unsettled' })],
    ['one that was forked while the others were read', tableOf([entry(105, { sessionId: 100 })], [103, 105])],
    ['more newcomers than are worth a look', tableOf([], [200])],
    ['pids that have begun anew', tableOf([], [7])],
    ['a system that does not tell', tableOf([], [null])],
  ])('may be somebody: %s', (_, table) => {
    expect(leavesNobody(table, CHILD)).toBe(false);
  });

  it('is nobody where who is between two programs was started by another child of our own parent', () => {
    const between: MarkerReading = { kind: 'unsettled' };
    const started = (by: number, parentPid: number) =>
      tableOf([entry(by, { parentPid }), entry(102, { parentPid: by })], [102], between);
    expect(leavesNobody(started(90, process.ppid), CHILD)).toBe(true);
    expect(leavesNobody(started(90, 80), CHILD)).toBe(false);
    expect(leavesNobody(started(101, process.ppid), CHILD)).toBe(false);
  });

  it('may be somebody where it lived so long that pids can have gone round', () => {
    expect(leavesNobody(tableOf([], [100]), { ...CHILD, livedMs: 5_000 })).toBe(false);
  });
});
