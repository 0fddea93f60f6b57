import { OrchestratorError } from '../../domain/errors.ts';
import type { Orchestrator } from '../../domain/orchestrator.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Log } from '../../ports/log.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Store } from '../../ports/store.ts';

/** This process among those that work on the home: it shows the others that it is alive, and learns when they gave it up. */
export interface Presence {
  /** Under this name it claims jobs, takes leases and moves main. */
  readonly id: string;
  /** Aborted when the others gave this process up: it stops and records nothing more. */
  readonly lost: AbortSignal;
  /** Registers, works and leaves, whatever the work ends with; leases that it still has are free then. Within itself it only works. */
  during<T>(kind: Orchestrator['kind'], work: () => Promise<T>): Promise<T>;
}

const BEAT_EVERY_MS = 3_000;

/** Longer than a disk that is slow or a machine that is busy keeps a process from its beat. */
const HUNG_AFTER_MS = 60_000;

interface Needs {
  readonly store: Pick<Store, 'orchestrators'>;
  readonly processes: Pick<Processes, 'self'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
  readonly log: Log;
}

/** The presence of this process under a new name; nothing is stored before it is at work. */
export const createPresence = ({ store, processes, clock, ids, log }: Needs): Presence => {
  const id = `o-${ids.unique()}`;
  const lost = new AbortController();
  let present = false;

  const beat = async (): Promise<void> => {
    if (lost.signal.aborted || (await store.orchestrators.beat(id, clock.now()))) return;
    const reason = givenUp(id);
    log.error({ orchestrator: id }, reason.message);
    lost.abort(reason);
  };

  return {
    id,
    lost: lost.signal,
    during: async (kind, work) => {
      if (present) return work();
      present = true;
      const now = clock.now();
      await store.orchestrators.register({ id, ...processes.self(), kind, startedAt: now, heartbeatAt: now });
      // A database that is busy for a moment is written to at the next beat.
      const stop = clock.every(BEAT_EVERY_MS, () => void beat().catch((error) => log.warn({ err: error }, 'no beat')));
      try {
        return await work();
      } finally {
        stop();
        present = false;
        await store.orchestrators.remove(id);
      }
    },
  };
};

const givenUp = (id: string): OrchestratorError =>
  new OrchestratorError(
    'state-conflict',
    `The orchestrator ${id} was silent for more than ${HUNG_AFTER_MS / 1_000} s: others gave it up and took over its work.`,
    'Start it again; what it was at is done by somebody else.',
  );

/**
 * Whether a process can be given up: it is gone, or it is there and has not shown itself for long. Whoever says so of a living
 * one looks a second time after `SECOND_LOOK_MS`: a machine that slept finds everybody silent, itself included.
 */
export const stateOf = (
  processes: Pick<Processes, 'isAlive'>,
  other: Orchestrator,
  now: number,
): 'alive' | 'dead' | 'hung' => {
  if (!processes.isAlive(other)) return 'dead';
  return now - other.heartbeatAt > HUNG_AFTER_MS ? 'hung' : 'alive';
};

/** Whoever is awake again has shown itself by then. */
export const SECOND_LOOK_MS = 2 * BEAT_EVERY_MS;
