import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import { stateOf } from '../../../src/app/home/presence.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { openProcess } from '../../helpers/home-process.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createTestHome } from '../../helpers/store.ts';

/** A process of a home whose clock the test sets; `tick` does what is due again and again. */
const createScene = async () => {
  const state = { now: 1_000 };
  const due = new Set<() => void>();
  const clock: Clock = {
    ...systemClock,
    now: () => state.now,
    every: (_, work) => {
      due.add(work);
      return () => void due.delete(work);
    },
  };
  const opened = await openProcess(join(await createTestHome(), 'state.db'), clock);
  onTestFinished(opened.close);
  const tick = async () => {
    for (const work of due) work();
    await systemClock.sleep(0);
  };
  return { ...opened, state, tick };
};

describe('a process that works on a home', () => {
  it('is known to the others while it works, shows itself, and leaves', async () => {
    const { presence, store, leases, state, tick } = await createScene();
    expect(await store.orchestrators.list()).toEqual([]);
    const failed = presence.during('worker', async () => {
      const row = { ...createProcesses().self(), id: presence.id, kind: 'worker', startedAt: 1_000 };
      expect(await store.orchestrators.list()).toEqual([{ ...row, heartbeatAt: 1_000 }]);
      state.now = 4_000;
      await tick();
      expect(await store.orchestrators.list()).toEqual([{ ...row, heartbeatAt: 4_000 }]);
      await leases.hold('/w', 'job J-1', async () => {
        await presence.during('run', async () => undefined);
        expect(await store.leases.get('/w')).not.toBeNull();
      });
      throw new Error('the work went wrong');
    });
    await expect(failed).rejects.toThrow('the work went wrong');
    expect(await store.orchestrators.list()).toEqual([]);
    state.now = 9_000;
    await tick();
    expect(presence.lost.aborted).toBe(false);
  });

  it('learns that the others gave it up, and is not known again', async () => {
    const { presence, store, tick } = await createScene();
    await presence.during('worker', async () => {
      await store.orchestrators.remove(presence.id);
      expect(presence.lost.aborted).toBe(false);
      await tick();
      expect(presence.lost.reason).toMatchObject({ code: 'state-conflict' });
      await tick();
      expect(await store.orchestrators.list()).toEqual([]);
    });
  });
});

describe('another process', () => {
  const self = createProcesses().self();
  const shown = (heartbeatAt: number, identity = self) => createOrchestrator({ ...identity, heartbeatAt });

  it.each([
    ['alive while it shows itself', shown(0), 60_000, 'alive'],
    ['hung when it is silent for more than a minute', shown(0), 60_001, 'hung'],
    ['dead at once when it is gone, however lately it was seen', shown(0, { ...self, startTime: 'then' }), 0, 'dead'],
  ] as const)('is %s', (_, other, now, state) => {
    expect(stateOf(createProcesses(), other, now)).toBe(state);
  });
});
