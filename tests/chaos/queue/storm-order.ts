/** What a worker of the storm is told; the same for all of them. */
export interface StormOrder {
  /** Environment and current directory of a person who works on the home. */
  readonly environment: Readonly<Record<string, string>>;
  readonly base: string;
  /** Absolute path of the file to which workers append what they do. */
  readonly ledger: string;
  /** Absolute path of a directory for marks of what is under way. */
  readonly marks: string;
  /** How long a job takes at most, in milliseconds. */
  readonly jobMs: number;
}

/** The name of the queue that they all take from. */
export const STORM_QUEUE = 'storm';

/** The program's root, for the settings that come with it. */
export const ROOT = new URL('../../..', import.meta.url).pathname;
