import type { ServerPlan } from '../../domain/verification/verification.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import type { RunningServer } from './start-server.ts';

/** How long one question to the server may take, and how often it is put. */
const ANSWER_MS = 2_000;
const POLL_MS = 100;

/**
 * Waits until the server answers at its ready path with a status below 400.
 * @returns null when it does; else why not
 */
export const waitUntilReady = async (
  app: Pick<App, 'loopback' | 'clock'>,
  server: RunningServer,
  plan: ServerPlan,
  signal: AbortSignal,
): Promise<string | null> => {
  const address = new URL(plan.ready, server.url).href;
  const latest = app.clock.now() + plan.timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const status = await app.loopback.status(address, ANSWER_MS);
    const end = await server.end();
    if (end !== null) return `it ended before it answered at ${plan.ready}: ${describeEnd(end, plan.timeoutMs)}`;
    if (status !== null && status < 400) return null;
    if (app.clock.now() >= latest) {
      const last = status === null ? 'no answer' : `status ${status}`;
      return `it was not ready within ${plan.timeoutMs / 1000} s: ${last} at ${plan.ready}`;
    }
    await app.clock.sleep(POLL_MS, signal);
  }
};
