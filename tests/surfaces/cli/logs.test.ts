import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

const PIECES: Readonly<Record<string, readonly string[]>> = {
  '/h/j-1.log': ['one\n', 'tw\u001b[2Jo\n'],
  '/h/j-2.log': ['three\n'],
};

const looking = (...paths: readonly string[]) => ({
  logs: async () => paths.map((path) => ({ path })),
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
