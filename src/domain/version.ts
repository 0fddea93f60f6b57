/** More than this at once is a mistake in the order, not a choice that anybody could make. */
export const MOST_VERSIONS = 8;

/** How many new versions a chosen one is forked into. */
export const FORKS = { least: 2, most: 4 } as const;

/**
 * What becomes of the versions of a stage's work: a person chooses the one that goes on (`select`), or the harness brings their
 * findings together (`aggregate`).
 */
export const VERSION_MODES = ['select', 'aggregate'] as const;
export type VersionMode = (typeof VERSION_MODES)[number];

/** The versions that a task is made in. */
export interface Versions {
  /** How many the person ordered. */
  readonly wanted: number;
  /** Every one that was ever begun, numbered from 1. */
  readonly made: readonly Version[];
  /** Numbers of those at work or to choose from; empty before they begin, and once they are decided on. */
  readonly open: readonly number[];
  /** The one that the task went on with last. */
  readonly selected: number | null;
}

/** One version as its original knows it. */
export interface Version {
  readonly number: number;
  /** The task that it is, with worktree, branch, jobs and verdicts of its own. */
  readonly task: string;
  /** The commit that it started from. */
  readonly base: string;
  /** How it came to rest; null while it is at work. */
  readonly end: VersionEnd | null;
}

export interface VersionEnd {
  /** The gates of its stage have passed, or its report can be read. */
  readonly isReady: boolean;
  /** Its status, and why it has that. */
  readonly reason: string;
}

/** What a version knows of the task that it is a version of. */
export interface VersionOf {
  readonly task: string;
  readonly number: number;
  /** How many there are beside it in its round, itself included. */
  readonly of: number;
}

/** The order for a task in so many versions; null for one that is made once. */
export const versionsWanted = (wanted: number): Versions | null =>
  wanted <= 1 ? null : { wanted, made: [], open: [], selected: null };

/** Its versions are at work, or to choose from. */
export const hasOpenVersions = ({ versions }: { readonly versions: Versions | null }): boolean =>
  versions !== null && versions.open.length > 0;

/** The open versions, in order of their numbers. */
export const openVersions = ({ made, open }: Versions): readonly Version[] =>
  made.filter(({ number }) => open.includes(number));

/** The id under which the documents of a task lie: a version's are those of its original, which may go on with them. */
export const itemOf = ({
  id,
  versionOf = null,
}: {
  readonly id: string;
  readonly versionOf?: VersionOf | null;
}): string => versionOf?.task ?? id;
