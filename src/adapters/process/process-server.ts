/**
 * A small process that runs children for a large one (see `outsourced-processes.ts`): what it is told
 * comes over the channel to its parent.
 */
import process from 'node:process';
import type { ProcessEnd, ProcessSpec } from '../../ports/processes.ts';
import { createProcesses } from './processes.ts';
import { spawnLean } from './spawn-lean.ts';

/** What can be sent from one process to another. */
export type SentSpec = Omit<ProcessSpec, 'signal' | 'activity' | 'onStarted'>;

export type ServerRequest =
  | { readonly type: 'run'; readonly id: number; readonly spec: SentSpec }
  | { readonly type: 'abort'; readonly id: number };

export interface ServerAnswer {
  readonly id: number;
  readonly end: ProcessEnd;
}

const processes = createProcesses(async () => spawnLean);
const running = new Map<number, AbortController>();

const answer = async (id: number, spec: SentSpec): Promise<void> => {
  const stop = new AbortController();
  running.set(id, stop);
  const end = await processes.run({ ...spec, signal: stop.signal });
  running.delete(id);
  if (process.connected) process.send?.({ id, end } satisfies ServerAnswer);
};

process.on('message', (request: ServerRequest) => {
  if (request.type === 'run') void answer(request.id, request.spec);
  else running.get(request.id)?.abort();
});

// Without its parent nobody waits for what runs here. The channel is all that keeps this process alive besides.
process.on('disconnect', () => {
  for (const stop of running.values()) stop.abort();
});
