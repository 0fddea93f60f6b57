import { expect, it } from 'vitest';
import { createScene } from './scene.ts';

const worked = async (ended: number, ...words: readonly string[]) => {
  const scene = createScene({ working: () => ({ work: async () => ended }) });
  expect(await scene.run('worker', ...words)).toBe(0);
  return scene.stderr.text;
};

it('KB-26: --once with nothing to do ends well and says so', async () => {
  expect(await worked(0, '--once')).toBe('0 jobs ended: none was due\n');
  expect(await worked(1, '--once')).toBe('1 job ended\n');
  expect(await worked(0)).toBe('0 jobs ended\n');
});

it('a job that an interrupt put back was due', async () => {
  const scene = createScene({
    working: () => ({
      work: async (_order, signal) => {
        scene.signals.emit('SIGTERM');
        return signal.aborted ? 0 : 1;
      },
    }),
  });
  expect(await scene.run('worker', '--once')).toBe(0);
  expect(scene.stderr.text).toMatch(/0 jobs ended\n$/);
});
