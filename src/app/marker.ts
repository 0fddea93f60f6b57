import { createHash } from 'node:crypto';
import type { ProcessIdentity } from '../ports/processes.ts';
import type { App } from './app.ts';

type Needs = Pick<App, 'settings'>;

/** Tells the children of one home from those of another one on the same machine, which may be alive and well. */
const homePrefix = (app: Needs): string =>
  createHash('sha256').update(app.settings.layout.home).digest('hex').slice(0, 12);

/** The value of `ORCHESTRATOR_JOB` in a child's environment (INV-8). */
export const markerOf = (app: Needs, run: string, name: string): string => `${homePrefix(app)}:${run}:${name}`;

/** The same for the harness's own git commands, which name their harness: each run has a few at work at any moment. */
export const gitMarkerOf = (app: Needs, harness: ProcessIdentity): string =>
  `${homePrefix(app)}:git:${harness.pid}:${harness.startTime}`;

/** Whether a marker is one of this home's. */
export const isOurMarker = (app: Needs): ((marker: string) => boolean) => {
  const prefix = `${homePrefix(app)}:`;
  return (marker) => marker.startsWith(prefix);
};

/**
 * Whether a marker was left in this home by somebody who is dead. For the holder of the home's lock: then all children are, and
 * of git commands those whose harness is; a person's command line may be looking at the repository meanwhile.
 */
export const isOfDeadRun = (app: Pick<App, 'settings' | 'processes'>): ((marker: string) => boolean) => {
  const isOurs = isOurMarker(app);
  return (marker) => {
    if (!isOurs(marker)) return false;
    const [, pid, startTime] = /^[^:]+:git:(\d+):(.+)$/.exec(marker) ?? [];
    return pid === undefined || startTime === undefined || !app.processes.isAlive({ pid: Number(pid), startTime });
  };
};
