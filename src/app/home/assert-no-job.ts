import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';
import { isMarkedBy, isOurMarker } from './marker.ts';

/**
 * What a worker or a check of this home started does not work on the home: with settings of its own it could let its own work pass
 * (INV-1). The home is known by its path, and by who is at work on its database, whatever path leads there. On a home of its own a
 * job may do as it likes, as the checks of this very program do. Rejects with `approval-refused`.
 */
export const assertNoJob = async (app: Pick<App, 'processes' | 'settings' | 'store'>): Promise<void> => {
  if (!app.processes.descendsFromJob()) return;
  const atWork = await app.store.orchestrators.list();
  const isOurs = isOurMarker(app);
  if (!app.processes.descendsFromJob((marker) => isOurs(marker) || isMarkedBy(marker, atWork))) return;
  throw new OrchestratorError(
    'approval-refused',
    'This process descends from a worker or a check of this home: what it would let pass could be its own work.',
    'Start it from a shell of your own, or with a home of its own (ORCHESTRATOR_BASE_DIR).',
  );
};
