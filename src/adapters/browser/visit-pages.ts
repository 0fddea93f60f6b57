import type { Visit, Visited } from '../../ports/browser.ts';
import { openContext } from './open-context.ts';
import { playScenario } from './play-scenario.ts';

/**
 * Opens a browser for one scenario and closes it, in the middle when the signal says so.
 * @param program absolute path of the browser
 */
export const visitPages = async (program: string, visit: Visit): Promise<Visited> => {
  const { signal } = visit;
  const context = await openContext(program, visit);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= context.close().catch(() => undefined);
    return closing;
  };
  // What is waited for in a page that was closed is given up at once.
  signal.addEventListener('abort', close);
  if (signal.aborted) await close();
  try {
    return await playScenario(context, visit);
  } catch (error) {
    // Closed before the first step.
    if (signal.aborted) return { done: 0, findings: [], snapshots: [] };
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    await close();
  }
};
