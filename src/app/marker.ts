import { createHash } from 'node:crypto';
import type { App } from './app.ts';

type Needs = Pick<App, 'settings'>;

/** Tells the children of one home from those of another one on the same machine, which may be alive and well. */
const homePrefix = (app: Needs): string =>
  createHash('sha256').update(app.settings.layout.home).digest('hex').slice(0, 12);

/** The value of `ORCHESTRATOR_JOB` in a child's environment (INV-8). */
export const markerOf = (app: Needs, run: string, name: string): string => `${homePrefix(app)}:${run}:${name}`;

/** Whether a marker is one of this home's. */
export const isOurMarker = (app: Needs): ((marker: string) => boolean) => {
  const prefix = `${homePrefix(app)}:`;
  return (marker) => marker.startsWith(prefix);
};
