import type { Orchestrator } from '../../src/domain/orchestrator.ts';

/** A process at work on the home, in which `o-1` is the one that tests claim as. */
export const createOrchestrator = (overrides: Partial<Orchestrator> = {}): Orchestrator => ({
  id: 'o-1',
  pid: 1,
  startTime: '1',
  kind: 'worker',
  startedAt: 1_763_700_000_000,
  heartbeatAt: 1_763_700_000_000,
  ...overrides,
});
