import type { App } from './app.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Whether anything that git runs code from was changed while a worker ran (INV-16); it has been put back already. Workers that
 * ran side by side cannot be told apart, so each of them fails.
 * @param known how many findings the scope held when the worker started
 * @returns what was found, as one sentence; null when nothing was
 */
export const tamperingSince = async (
  app: Pick<App, 'sentinel'>,
  scope: RunScope,
  known: number,
): Promise<string | null> => {
  scope.tampering.push(...(await app.sentinel.verify()));
  const found = scope.tampering.slice(known);
  if (found.length === 0) return null;
  const paths = found.map(({ path, what }) => `${path} (${what})`).join(', ');
  return `While this worker ran, something changed what git runs code from; it was put back: ${paths}`;
};
