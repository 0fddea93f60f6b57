import type { Argv } from '../argv.ts';

/** A repository that work can be done in, and what is different there. Frozen to the last list once it is made. */
export interface Project {
  /** Its id here: the repository's name at the git host, and the name of its folder. */
  readonly repo: string;
  /** The id of its project in the tracker; null where no tracker knows it. */
  readonly planeProjectId: string | null;
  /** Begins the ids of its work items: `SHOP` in `SHOP-007`. */
  readonly workItemPrefix: string;
  /** For people. */
  readonly name: string;
  /** Absolute path of the checkout that plays the role `main`, or of a base directory that holds it; null: not on this machine. */
  readonly path: string | null;
  /** Models by role; they go before every other setting. */
  readonly agentModels: Readonly<Record<string, string>>;
  /** Efforts by role, as they were written; one that is none is left out when it is needed. */
  readonly agentEfforts: Readonly<Record<string, string>>;
  /** Null: the common setting, else found from the repository. `[]`: the person says there are none. */
  readonly checks: readonly Argv[] | null;
  /** Null: the common setting, else found from the lock file. `[]`: none. */
  readonly setup: readonly Argv[] | null;
  /** How many workers may be busy in it at once; null: only the common limit counts. */
  readonly maxConcurrency: number | null;
}

/** A project from what is known of it; the rest has its defaults. The result and everything in it is frozen. */
export const createProject = (known: Pick<Project, 'repo'> & Partial<Project>): Project =>
  deepFreeze(
    structuredClone({
      planeProjectId: null,
      workItemPrefix: prefixOf(known.repo),
      name: known.repo,
      path: null,
      agentModels: {},
      agentEfforts: {},
      checks: null,
      setup: null,
      maxConcurrency: null,
      ...known,
    }),
  );

/** The project that a repository belongs to, by its id; null for an unknown one. */
export const projectOfRepo = (projects: readonly Project[], repo: string): Project | null =>
  projects.find((project) => project.repo === repo) ?? null;

/** The project that the tracker means by an id; null for an unknown one. */
export const projectOfTracker = (projects: readonly Project[], planeProjectId: string): Project | null =>
  projects.find((project) => project.planeProjectId === planeProjectId) ?? null;

/** The tracker's ids of all projects: what comes from any other project is none of our business. */
export const trackerProjectIds = (projects: readonly Project[]): ReadonlySet<string> =>
  new Set(projects.flatMap(({ planeProjectId }) => planeProjectId ?? []));

/** What an id of a project may be: a folder's name that is a plain word on every command line. */
export const REPO_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** What a prefix may be: ids become branch and folder names. */
export const WORK_ITEM_PREFIX = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Initials of a name of several words (`enduro-trails`: ET), the first four letters of a single one (`orchestrator`: ORCH). */
const prefixOf = (repo: string): string => {
  const words = repo.toUpperCase().match(/[A-Z][A-Z0-9]*/g) ?? [];
  return words.length > 1 ? words.map((word) => word.charAt(0)).join('') : (words[0]?.slice(0, 4) ?? 'WORK');
};

const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
};
