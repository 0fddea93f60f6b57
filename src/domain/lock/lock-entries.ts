/** What a lock file binds: for each entry where it comes from and what it must be; null for a text that we cannot read. */
export type LockEntries = ReadonlyMap<string, string> | null;
