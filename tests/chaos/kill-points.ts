import { basename } from 'node:path';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import type { Git } from '../../src/ports/git.ts';
import type { Change, Store } from '../../src/ports/store.ts';

/** Told of each named point as the program passes it; may end the process there. */
export interface KillPoints {
  /** A moment between two effects. */
  at(name: string): void;
  /** An effect has begun and goes on: the moment is somewhere in it. */
  during(name: string): void;
}

/** What of git changes the repository; the rest only looks. */
const CHANGES_GIT = [
  'addWorktree',
  'removeWorktree',
  'repair',
  'resetWorktree',
  'checkoutBranch',
  'commitAll',
  'commitTree',
  'moveBranch',
  'updateCheckout',
  'finishCheckout',
  'keepRef',
  'deleteBranch',
] as const satisfies readonly (keyof Git)[];

/**
 * The same app with a named point before, in and after each of its effects: commits of the store, children, changes of git, files
 * of its own, the lock. The product knows nothing of it: its ports are wrapped.
 */
export const withKillPoints = (app: LeadApp, points: KillPoints): LeadApp => {
  const around = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    points.at(`before ${name}`);
    const result = work();
    points.during(`during ${name}`);
    const value = await result;
    points.at(`after ${name}`);
    return value;
  };
  /** Of a transaction and of what takes no time there is no middle that we could be in. */
  const beside = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    points.at(`before ${name}`);
    const value = await work();
    points.at(`after ${name}`);
    return value;
  };
  const { store, processes, files, homeLock, sentinel } = app;
  const git = new Proxy(app.git, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      if (!CHANGES_GIT.some((changing) => changing === name)) return method;
      return (...args: readonly unknown[]) =>
        around(`git ${String(name)}`, async () => Reflect.apply(method, target, args));
    },
  });
  const victim: LeadApp = {
    ...app,
    // Recovery asks for the app of a run: it has to get this one, or nothing would be seen of it.
    appOf: async (run) => (run.mainPath === app.settings.layout.mainPath ? victim : app.appOf(run)),
    git,
    store: {
      ...store,
      commit: (changes) => beside(`commit ${nameOf(changes)}`, () => store.commit(changes)),
      nextNumber: (series) => beside(`commit next ${series}`, () => store.nextNumber(series)),
      jobs: {
        ...store.jobs,
        claim: (order, most) => beside('commit claim', () => store.jobs.claim(order, most)),
      },
    } satisfies Store,
    processes: {
      ...processes,
      run: async (spec) => {
        const name = purposeOf(spec.marker);
        points.at(`before spawn ${name}`);
        const end = await processes.run({
          ...spec,
          onStarted: (identity) => {
            spec.onStarted?.(identity);
            points.at(`after spawn ${name}`);
            points.during(`during ${name}`);
          },
        });
        points.at(`after ${name}`);
        return end;
      },
      endMarked: (matches, graceMs) => around('ending orphans', () => processes.endMarked(matches, graceMs)),
    },
    files: {
      ...files,
      write: (path, text) => beside(`write ${kindOf(path)}`, () => files.write(path, text)),
      remove: (path) => beside(`remove ${kindOf(path)}`, () => files.remove(path)),
    },
    homeLock: {
      acquire: () => beside('lock', () => homeLock.acquire()),
      release: () => beside('unlock', () => homeLock.release()),
    },
    sentinel: { ...sentinel, record: () => around('recording git settings', () => sentinel.record()) },
  };
  return victim;
};

/** A transaction is named by what the journal says of it, else by what it changes. */
const nameOf = (changes: readonly Change[]): string => {
  const journaled = changes.flatMap((change) => (change.type === 'append-journal' ? [change.entry.type] : []));
  if (journaled.length > 0) return [...new Set(journaled)].join('+');
  return [
    ...new Set(changes.map((change) => (change.type === 'save-move' ? `move ${change.move.state}` : change.type))),
  ].join('+');
};

const purposeOf = (marker: string): string => {
  const name = marker.split(':').at(-1) ?? '';
  return name.startsWith('J-') ? 'worker' : (name.split('-')[0] ?? '');
};

/** What a file is, whoever it belongs to. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.prompt\.md$/, 'prompt'],
  [/\.untracked\.json$/, 'note of untracked files'],
  [/\/set-up\/.*\.json$/, 'note of set-up'],
  [/\/scratch\//, 'scratch'],
];

const kindOf = (path: string): string => KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? basename(path);
