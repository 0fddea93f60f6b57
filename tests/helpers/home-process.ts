import { systemClock } from '../../src/adapters/clock.ts';
import { randomIds } from '../../src/adapters/ids.ts';
import { createProcesses } from '../../src/adapters/process/processes.ts';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import { createLeases, type Leases } from '../../src/app/home/leases.ts';
import { createPresence, type Presence } from '../../src/app/home/presence.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Store } from '../../src/ports/store.ts';

/** What processes that share a home know each other by, without a repository to work on. */
interface HomeProcess {
  readonly store: Store;
  readonly presence: Presence;
  readonly leases: Leases;
  readonly clock: Clock;
  close(): Promise<void>;
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens the state of a home as one more process of it. */
export const openProcess = async (file: string, clock: Clock = systemClock): Promise<HomeProcess> => {
  const store = await openStore({ file });
  const presence = createPresence({ store, processes: createProcesses(), clock, ids: randomIds, log: SILENT });
  const leases = createLeases({ store, clock, ids: randomIds, presence });
  return { store, presence, leases, clock, close: store.close };
};
