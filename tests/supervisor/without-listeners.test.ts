import { expect, it } from 'vitest';
import { withoutListeners } from '../../src/supervisor/without-listeners.ts';

const EVENTS = ['beforeExit', 'SIGINT', 'SIGTERM', 'unhandledRejection'];
const listening = (): readonly number[] => EVENTS.map((event) => process.listenerCount(event));

it('leaves the end of the process to those who listened before', async () => {
  const mine = (): void => undefined;
  process.on('SIGTERM', mine);
  const before = listening();
  await withoutListeners(() => import('@openai/agents'));
  expect(listening()).toEqual(before);
  expect(process.listeners('SIGTERM')).toContain(mine);
  process.off('SIGTERM', mine);
});

it('takes off what a module adds while it is loaded', async () => {
  const before = listening();
  const load = async () => {
    for (const event of EVENTS) process.on(event, () => undefined);
    return 'loaded';
  };
  expect(await withoutListeners(load)).toBe('loaded');
  expect(listening()).toEqual(before);
});
