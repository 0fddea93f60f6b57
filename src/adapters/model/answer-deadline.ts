/** What Node's `fetch` hands its requests to. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

/** Under this name Node's `fetch` and the package `undici` of any version share the dispatcher of the process. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/**
 * Options for `fetch`: the dispatcher of the process, with another deadline. By itself it ends every answer whose first byte takes more
 * than five minutes; a model that thinks longer would be asked, and paid for, once more each time.
 * @param ms until the answer begins, and between two parts of it
 */
export const withDeadline = (ms: number): object => {
  const dispatcher: Dispatcher = {
    dispatch: (options, handler) => {
      // Looked up late: `fetch` makes it with its first request.
      const shared: Dispatcher = Reflect.get(globalThis, GLOBAL_DISPATCHER);
      return shared.dispatch({ ...options, headersTimeout: ms, bodyTimeout: ms }, handler);
    },
  };
  return { dispatcher };
};
