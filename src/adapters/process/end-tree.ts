import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import { findMembers, identityKey, type TreeMembers, type TreeQuery } from './process-tree.ts';

interface EndedTree {
  /** How many processes were ended. */
  readonly ended: number;
  /** What even SIGKILL did not end in time: another user's processes, or ones stuck inside the kernel. */
  readonly survivors: readonly ProcessEntry[];
}

/** A process stuck inside the kernel (a dead network disk) ignores SIGKILL; waiting for it for ever would stall the run. */
const KILL_TIMEOUT_MS = 10_000;

/** A program that replaces itself faster than a look takes would keep `freeze` busy for ever. */
const FREEZE_LOOKS = 20;

/** An exec takes well under a millisecond; a process still unreadable after so many looks is not caught in one. */
const UNSETTLED_LOOKS = 20;
const UNSETTLED_PAUSE_MS = 2;

const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 100;

/**
 * Ends every process of a tree (INV-8): SIGTERM, `graceMs`, then SIGKILL, repeated until a look finds nobody.
 * Who was found once stays a target, however it changes its group, parent or environment while it ends.
 * @param graceMs milliseconds between the signals; with 0 there is only SIGKILL
 */
export async function endTree(table: ProcessTable, query: TreeQuery, graceMs: number): Promise<EndedTree> {
  const known = new Set<string>();
  const look = () => lookUntilSettled(table, query, known);
  const stubborn = await terminate(table, look, graceMs);
  const { members: survivors } = await kill(table, look, stubborn);
  return { ended: known.size - survivors.length, survivors };
}

type Look = () => Promise<TreeMembers>;

async function lookUntilSettled(table: ProcessTable, query: TreeQuery, known: Set<string>): Promise<TreeMembers> {
  for (let looks = 1; ; looks++) {
    const found = findMembers(table, query, known);
    if (found.members.length > 0 || found.settled || looks === UNSETTLED_LOOKS) {
      for (const member of found.members) {
        known.add(identityKey(member));
      }
      return found;
    }
    await sleep(UNSETTLED_PAUSE_MS);
  }
}

async function terminate(table: ProcessTable, look: Look, graceMs: number): Promise<TreeMembers> {
  const until = performance.now() + graceMs;
  const told = new Set<string>();
  let found = await look();
  for (let pause = FIRST_PAUSE_MS; found.members.length > 0 && performance.now() < until; pause = longer(pause)) {
    for (const entry of found.members.filter((member) => !told.has(identityKey(member)))) {
      told.add(identityKey(entry));
      signalOne(table, entry, 'SIGTERM');
    }
    await sleep(Math.max(Math.min(pause, until - performance.now()), 0));
    found = await look();
  }
  return found;
}

async function kill(table: ProcessTable, look: Look, first: TreeMembers): Promise<TreeMembers> {
  const until = performance.now() + KILL_TIMEOUT_MS;
  let found = first;
  for (let pause = FIRST_PAUSE_MS; found.members.length > 0 && performance.now() < until; pause = longer(pause)) {
    signalAll(table, await freeze(table, found, look), 'SIGKILL');
    await sleep(pause);
    found = await look();
  }
  return found;
}

/** Stops everybody until a look finds nobody new, so that no survivor can breed while the others are killed. */
async function freeze(table: ProcessTable, first: TreeMembers, look: Look): Promise<TreeMembers> {
  const frozen = new Set<string>();
  const isFree = (entry: ProcessEntry) => !frozen.has(identityKey(entry));
  let found = first;
  for (let looks = 0; looks < FREEZE_LOOKS && found.members.some(isFree); looks++) {
    signalAll(table, found, 'SIGSTOP');
    for (const member of found.members) {
      frozen.add(identityKey(member));
    }
    found = await look();
  }
  return found;
}

function longer(pauseMs: number): number {
  return Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
}

/** Signals whole groups where that hits members only: unlike a pid, a group reaches a child that is being forked right now. */
function signalAll(table: ProcessTable, { members, groups }: TreeMembers, name: NodeJS.Signals): void {
  for (const groupId of groups) {
    send(-groupId, name);
  }
  for (const entry of members.filter((member) => !groups.has(member.groupId))) {
    signalOne(table, entry, name);
  }
}

function signalOne(table: ProcessTable, entry: ProcessEntry, name: NodeJS.Signals): void {
  // The pid may have passed to another process since the look.
  if (table.find(entry.pid)?.startTime === entry.startTime) {
    send(entry.pid, name);
  }
}

function send(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // Gone already, or another user's: the next look tells which.
  }
}
