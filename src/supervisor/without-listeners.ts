import process from 'node:process';

/** What the SDK listens to as soon as it is loaded: it would print stray errors and end the process by itself. */
const EVENTS = ['beforeExit', 'SIGINT', 'SIGTERM', 'unhandledRejection'];

/**
 * Loads modules and takes off again the process listeners that they have added. Who ends this process, and how, is for the
 * command line alone.
 */
export const withoutListeners = async <T>(load: () => Promise<T>): Promise<T> => {
  // The names are data here; the typed overloads of `process` know literals only.
  const emitter: NodeJS.EventEmitter = process;
  const before = new Map(EVENTS.map((event) => [event, new Set(emitter.listeners(event))]));
  const loaded = await load();
  for (const event of EVENTS) {
    for (const listener of emitter.listeners(event)) {
      if (!before.get(event)?.has(listener)) emitter.removeListener(event, listener as () => void);
    }
  }
  return loaded;
};
