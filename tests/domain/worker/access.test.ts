import { expect, it } from 'vitest';
import { grantedAccess, isWider, WORKER_ACCESS, type WorkerAccess } from '../../../src/domain/worker/access.ts';

it.each<[setting: WorkerAccess, needs: readonly WorkerAccess[], granted: WorkerAccess]>([
  ['workspace-write', ['workspace-write'], 'workspace-write'],
  ['workspace-write', ['read-only'], 'read-only'],
  ['workspace-write', ['full'], 'workspace-write'],
  ['workspace-write', ['workspace-write', 'read-only'], 'read-only'],
  ['read-only', ['workspace-write'], 'read-only'],
  ['read-only', ['full'], 'read-only'],
  ['full', ['workspace-write'], 'full'],
  ['full', ['workspace-write', 'workspace-write'], 'full'],
  ['full', ['read-only'], 'read-only'],
  ['full', ['workspace-write', 'read-only'], 'read-only'],
  ['full', ['read-only', 'workspace-write'], 'read-only'],
])('the setting %s and the needs %j grant %s (CF-34, KB-29)', (setting, needs, granted) => {
  expect(grantedAccess(setting, needs)).toBe(granted);
});

it('knows which access is the wider one', () => {
  const wider = WORKER_ACCESS.map((access) => WORKER_ACCESS.filter((than) => isWider(access, than)));
  expect(wider).toEqual([[], ['read-only'], ['read-only', 'workspace-write']]);
});
