import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProcess } from '../../helpers/home-process.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { crash, keepPresent } from '../../helpers/presence.ts';
import { createTestHome } from '../../helpers/store.ts';

const HOLD_LEASE = new URL('../children/hold-lease.ts', import.meta.url);

/** A database file, and processes that are at work on it until the test ends. */
const createHome = async () => {
  const file = join(await createTestHome(), 'state.db');
  const enter = async () => {
    const opened = await openProcess(file);
    onTestFinished(opened.close);
    await keepPresent(opened);
    return opened;
  };
  return { file, enter };
};

describe('a worktree has one holder at a time (INV-15)', () => {
  it('who asks first has it at once, so that nobody else finds it free', async () => {
    const { leases } = await (await createHome()).enter();
    const held = leases.hold('/w', 'checks', async () => undefined);
    expect(await leases.holder('/w')).toBe('checks');
    expect(await leases.holdIfFree('/w', 'other', async () => 1)).toBeNull();
    await held;
    expect(await leases.holder('/w')).toBeNull();
    expect(await leases.holdIfFree('/w', 'other', async () => 1)).toEqual({ value: 1 });
  });

  it('the others wait in the order in which they asked, whatever the work ends with', async () => {
    const { leases } = await (await createHome()).enter();
    const steps: string[] = [];
    const work = (name: string, fails = false) =>
      leases.hold('/a', name, async () => {
        steps.push(`${await leases.holder('/a')} begins`);
        await Promise.resolve();
        steps.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const elsewhere = leases.hold('/b', 'd', async () => leases.holder('/b'));
    const [, failure] = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(failure).toMatchObject({ status: 'rejected' });
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(await elsewhere).toBe('d');
    expect(await leases.holder('/a')).toBeNull();
  });

  it('two processes never work on one at the same time; without the rows they do', async () => {
    const home = await createHome();
    const [one, other] = [await home.enter(), await home.enter()];
    const overlaps = async (name: (of: string) => string): Promise<number> => {
      let inside = 0;
      let most = 0;
      const work = async () => {
        inside += 1;
        most = Math.max(most, inside);
        await one.clock.sleep(5);
        inside -= 1;
      };
      const turns = [one, other].flatMap(({ leases }, index) =>
        Array.from({ length: 3 }, () => leases.hold(name(String(index)), 'work', work)),
      );
      await Promise.all(turns);
      return most;
    };
    expect(await overlaps(() => '/a')).toBe(1);
    // The harm: each knows only of its own, as if the names were others.
    expect(await overlaps((of) => `/a-${of}`)).toBe(2);
  });

  it('another process is told who has it, and waits', async () => {
    const home = await createHome();
    const { leases } = await home.enter();
    const child = startNodeScript(HOLD_LEASE, home.file, '/a');
    await child.line();
    expect(await leases.holder('/a')).toBe('job J-1');
    expect(await leases.holdIfFree('/a', 'gates', async () => 1)).toBeNull();
    const steps: string[] = [];
    const mine = leases.hold('/a', 'gates', async () => steps.push('mine'));
    steps.push('let go');
    child.say('done');
    await mine;
    expect(steps).toEqual(['let go', 'mine']);
    expect(await child.ended).toEqual({ code: 0, stderr: '' });
  });

  it("a dead process's lease stays until it is cleared away, for its children may still be at work", async () => {
    const home = await createHome();
    const { leases, store } = await home.enter();
    const child = startNodeScript(HOLD_LEASE, home.file, '/a');
    const id = await child.line();
    child.kill();
    await child.ended;
    const steps: string[] = [];
    const mine = leases.hold('/a', 'gates', async () => steps.push('mine'));
    expect(await leases.holdIfFree('/a', 'gates', async () => 1)).toBeNull();
    expect(await store.leases.get('/a')).toMatchObject({ orchestrator: id });
    steps.push('cleared');
    await store.orchestrators.remove(id ?? '');
    await mine;
    expect(steps).toEqual(['cleared', 'mine']);
  });

  it('a process that was given up takes none any more', async () => {
    const home = await createHome();
    const lost = await home.enter();
    await crash(lost);
    await expect(lost.leases.hold('/a', 'job J-1', async () => 1)).rejects.toMatchObject({ code: 'state-conflict' });
  });
});
