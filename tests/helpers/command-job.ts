import type { CommandJob } from '../../src/domain/command-job/command-job.ts';

/** A queued job of the repository `shop`; `overrides` say what matters to the test. */
export const createCommandJob = (overrides: Partial<CommandJob> = {}): CommandJob => ({
  id: 'J-1',
  repo: 'shop',
  path: '/srv/shop',
  command: ['make', 'test'],
  maxIterations: 1,
  completionKeyword: 'COMPLETED',
  blockerKeyword: 'BLOCKER',
  protectsTests: false,
  timeoutMs: 60_000,
  status: 'queued',
  reason: null,
  iterations: [],
  before: null,
  claimedBy: null,
  interruptions: 0,
  followUp: null,
  createdAt: 1_763_700_000_000,
  startedAt: null,
  endedAt: null,
  version: 0,
  ...overrides,
});
