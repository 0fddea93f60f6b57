import { performance } from 'node:perf_hooks';
import type { ProcessEnd, ProcessIdentity, ProcessSpec } from '../../ports/processes.ts';
import { endTree } from './end-tree.ts';
import { leavesNobody } from './leaves-nobody.ts';
import { type OutputFiles, openOutputFiles } from './output-files.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import type { TreeQuery } from './process-tree.ts';
import type { SpawnChild, SpawnedChild } from './spawn-child.ts';
import { watchLimits } from './watch-limits.ts';

/**
 * Runs a child to its end and then ends whatever it left behind (INV-8).
 * Rejects only with what `onStarted` throws, after ending the child.
 */
export async function runProcess(table: ProcessTable, spawnChild: SpawnChild, spec: ProcessSpec): Promise<ProcessEnd> {
  if (spec.signal?.aborted) {
    return { ...NOT_STARTED, reason: 'aborted' };
  }
  let output: OutputFiles;
  try {
    output = openOutputFiles(spec.stdoutFile, spec.stderrFile, spec.heading);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...NOT_STARTED, reason: 'spawn-failed', error: `The output file could not be opened: ${why}` };
  }
  try {
    const startedAt = performance.now();
    const child = spawnChild(spec, output);
    return child.pid === undefined
      ? { ...NOT_STARTED, reason: 'spawn-failed', error: (await child.exit).error }
      : await supervise(table, spec, output, { ...child, pid: child.pid, startedAt });
  } finally {
    output.close();
  }
}

const NOT_STARTED = {
  exitCode: null,
  signal: null,
  durationMs: 0,
  stdoutBytes: 0,
  stderrBytes: 0,
  error: null,
} as const satisfies Partial<ProcessEnd>;

const NOBODY: { readonly survivors: readonly ProcessEntry[] } = { survivors: [] };

interface RunningChild extends SpawnedChild {
  readonly pid: number;
  /** On the clock of `performance`. */
  readonly startedAt: number;
}

async function supervise(
  table: ProcessTable,
  spec: ProcessSpec,
  output: OutputFiles,
  child: RunningChild,
): Promise<ProcessEnd> {
  // Nothing was awaited since the spawn, so the child is not reaped yet and its pid is its own.
  const entry = table.find(child.pid);
  const identity: ProcessIdentity = { pid: child.pid, startTime: entry?.startTime ?? '' };
  const tree: TreeQuery = {
    root: identity,
    matches: (marker) => marker === spec.marker,
    since: entry?.startedAt ?? 0,
  };
  try {
    spec.onStarted?.(identity);
  } catch (error) {
    await endTree(table, tree, spec.graceMs);
    throw error;
  }
  const watch = watchLimits(spec, output);
  const exited = child.exit.then(() => ({ reason: 'exited', at: performance.now() }) as const);
  const limited = watch.reached.then((reason) => ({ reason, at: null }));
  const { reason: first, at } = await Promise.race([exited, limited]);
  watch.stop();
  const livedMs = (at ?? performance.now()) - child.startedAt;
  const isAlone = first === 'exited' && leavesNobody(table, { pid: child.pid, livedMs, marker: spec.marker });
  const { survivors } = isAlone ? NOBODY : await endTree(table, tree, spec.graceMs);
  // A child may be done before the next look at its output; what is said of it must not depend on that.
  const reason = first === 'exited' && output.exceeds(spec.maxOutputBytes) ? 'output-limit' : first;
  if (reason === 'output-limit') {
    output.truncate(spec.maxOutputBytes);
  }
  const isStuck = survivors.some(({ pid }) => pid === child.pid);
  const { exitCode, signal } = isStuck ? NOT_STARTED : await child.exit;
  return {
    reason,
    exitCode,
    signal,
    durationMs: Math.round((at ?? performance.now()) - child.startedAt),
    ...output.written(),
    error: describeSurvivors(survivors),
  };
}

function describeSurvivors(survivors: readonly ProcessEntry[]): string | null {
  return survivors.length === 0
    ? null
    : `Not even SIGKILL ended these processes: ${survivors.map(({ pid }) => pid).join(', ')}.`;
}
