import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

const PIECES: Readonly<Record<string, readonly string[]>> = {
  '/h/j-1.log': ['one\n', 'tw\u001b[2Jo\n'],
  '/h/j-2.log': ['three\n'],
};

const looking = (...paths: readonly string[]) => ({
  logs: async () => ({ paths, isOver: false }),
  read: async function* (path: string, { follow, signal }: { follow: boolean; signal: AbortSignal }) {
    yield* PIECES[path] ?? [];
    if (follow && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  },
});

describe('logs', () => {
  it('go to a pipe as they are, one file after another, named on stderr', async () => {
    const scene = createScene({ looking: looking('/h/j-1.log', '/h/j-2.log') });
    expect(await scene.run('logs', 'T-1')).toBe(0);
    expect(scene.stdout.text).toBe('one\ntw\u001b[2Jo\nthree\n');
    expect(scene.stderr.text).toBe('==> /h/j-1.log <==\n==> /h/j-2.log <==\n');
  });

  it('are made harmless for a terminal', async () => {
    const scene = createScene({ looking: looking('/h/j-1.log'), terminal: true });
    await scene.run('logs', 'j-1');
    expect(scene.stdout.text).toBe('one\ntwo\n');
  });

  it('are followed until Ctrl-C, which is no failure', async () => {
    const scene = createScene({ looking: looking('/h/j-1.log', '/h/j-2.log') });
    const ended = scene.run('logs', 'T-1', '-f');
    await expect.poll(() => scene.stdout.text).toContain('three');
    scene.signals.emit('SIGINT');
    expect(await ended).toBe(0);
    expect(scene.closed).toEqual(['looking']);
    expect(scene.signals.eventNames()).toEqual([]);
  });

  it('are followed until what they are of is over, the first of them awaited', async () => {
    let found = { paths: [] as readonly string[], isOver: false };
    const scene = createScene({ looking: { ...looking(), logs: async () => found } });
    const ended = scene.run('logs', 'T-1', '-f');
    const look = () => scene.clock.moveTo(scene.clock.now() + 1_000);
    await expect.poll(() => scene.clock.running).toBe(1);
    expect(scene.stderr.text).toBe('nothing has been printed yet\n');
    found = { paths: ['/h/j-1.log'], isOver: false };
    look();
    await expect.poll(() => scene.stdout.text).toContain('one');
    await expect.poll(() => scene.clock.running).toBe(1);
    found = { paths: ['/h/j-1.log', '/h/j-2.log'], isOver: true };
    look();
    expect(await ended).toBe(0);
    expect(scene.stdout.text, 'the last log is read although the end is known').toBe('one\ntw\u001b[2Jo\nthree\n');
    expect(scene.clock.running).toBe(0);
    expect(scene.signals.eventNames()).toEqual([]);
  });

  it('of what is over are printed, and nothing is awaited', async () => {
    const logs = async () => ({ paths: ['/h/j-1.log'], isOver: true });
    const scene = createScene({ looking: { ...looking(), logs } });
    expect(await scene.run('logs', 'T-1', '-f')).toBe(0);
    expect(scene.stdout.text).toContain('one');
  });

  it('that cannot be read end the following', async () => {
    const read = async function* (): AsyncGenerator<string> {
      yield 'one\n';
      throw new Error('EIO');
    };
    const scene = createScene({ looking: { ...looking('/h/j-1.log'), read } });
    expect(await scene.run('logs', 'T-1', '-f')).not.toBe(0);
    expect(scene.stderr.text).toContain('EIO');
  });

  it('are followed until the reader has gone', async () => {
    const scene = createScene({ looking: looking('/h/j-1.log') });
    const ended = scene.run('logs', 'T-1', '-f');
    await expect.poll(() => scene.stdout.text).toContain('one');
    scene.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await ended).toBe(0);
  });

  it.each([
    ['there are none', looking()],
    ['they are empty', looking('/h/j-3.log')],
  ])('say so when %s', async (_, found) => {
    const scene = createScene({ looking: found });
    expect(await scene.run('logs', 'T-1')).toBe(0);
    expect(scene.stderr.text).toContain('nothing has been printed yet');
  });
});
