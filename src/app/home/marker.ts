import { createHash } from 'node:crypto';
import type { Processes, ProcessIdentity } from '../../ports/processes.ts';
import type { App } from '../app.ts';

type Home = Pick<App, 'settings'>;
type Self = Home & { readonly processes: Pick<Processes, 'self'> };
type Needs = Home & { readonly processes: Pick<Processes, 'isAlive'> };

/** Tells the children of one home from those of another one on the same machine, which may be alive and well. */
const homePrefix = (app: Home): string =>
  createHash('sha256').update(app.settings.layout.home).digest('hex').slice(0, 12);

/** Start times are words with colons on some systems, and a colon is what parts a marker. */
const ownerPart = ({ pid, startTime }: ProcessIdentity): string => `${pid}:${encodeURIComponent(startTime)}`;

/**
 * The value of `ORCHESTRATOR_JOB` in a child's environment (INV-8): the home, the orchestrator process that started it, the run and
 * a name of its own.
 */
export const markerOf = (app: Self, run: string, name: string): string =>
  `${homePrefix(app)}:${ownerPart(app.processes.self())}:${run}:${name}`;

/** The same for the harness's own git commands. */
export const gitMarkerOf = (app: Self): string => markerOf(app, 'git', 'git');

/** Whether a marker is one of this home's. */
export const isOurMarker = (app: Home): ((marker: string) => boolean) => {
  const prefix = `${homePrefix(app)}:`;
  return (marker) => marker.startsWith(prefix);
};

/**
 * Whether what carries a marker of this home has nobody any more: its orchestrator is dead, or one of those that were given up.
 * Those of a living one are left alone (INV-8).
 * @param givenUp processes that live and yet count as dead
 */
export const isAbandoned = (app: Needs, givenUp: readonly ProcessIdentity[] = []): ((marker: string) => boolean) => {
  const isOurs = isOurMarker(app);
  const hung = new Set(givenUp.map(ownerPart));
  return (marker) => {
    if (!isOurs(marker)) return false;
    const owner = ownerOf(marker);
    // Of an older program, which worked alone and under the lock.
    if (owner === null) return true;
    return hung.has(ownerPart(owner)) || !app.processes.isAlive(owner);
  };
};

/** Whether one of these orchestrator processes has given out a marker. */
export const isMarkedBy = (marker: string, owners: readonly ProcessIdentity[]): boolean => {
  const owner = ownerOf(marker);
  return owner !== null && owners.some((one) => ownerPart(one) === ownerPart(owner));
};

const ownerOf = (marker: string): ProcessIdentity | null => {
  const [, pid, startTime] = /^[^:]+:(\d+):([^:]+):[^:]+:.+$/.exec(marker) ?? [];
  return pid === undefined || startTime === undefined
    ? null
    : { pid: Number(pid), startTime: decodeURIComponent(startTime) };
};
