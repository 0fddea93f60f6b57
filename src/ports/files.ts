/** The few file operations that the application needs; all paths are absolute. */
export interface Files {
  /** Real path after resolving links; the real path of the nearest existing parent joined with the rest when it does not exist. */
  realPath(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  isDirectory(path: string): Promise<boolean>;
  /** The whole text, or null when there is no such file. */
  read(path: string): Promise<string | null>;
  /** At most the last `bytes` of a file as text, cut at a character; empty when there is no such file. */
  tail(path: string, bytes: number): Promise<string>;
  /** At most the first `bytes` of a file as text, cut at a character; empty when there is no such file. */
  head(path: string, bytes: number): Promise<string>;
  size(path: string): Promise<number>;
  /** When a regular file was last written, in milliseconds since the epoch; null for what is none, a link among it. */
  modifiedAt(path: string): Promise<number | null>;
  /**
   * When the file system itself last noted a change, in milliseconds since the epoch; no program can set
   * it. Null for what is not there.
   */
  changedAt(path: string): Promise<number | null>;
  makeDirectory(path: string): Promise<void>;
  /** Writes a whole file by way of a temporary one and a rename; never a half-written file. */
  write(path: string, text: string): Promise<void>;
  /** The same with a value as indented JSON, which is never in memory as one text: a report may tell ten thousand tasks. */
  writeJson(path: string, value: unknown): Promise<void>;
  /** Appends one line; the write is a single call. Rejects with `disk-full` when there is no room. */
  appendLine(path: string, line: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** Removes a file or directory tree that the harness itself made; no error when it is not there. */
  remove(path: string): Promise<void>;
  /** Moves a file or directory tree to where nothing stands yet, to another file system too. */
  move(from: string, to: string): Promise<void>;
  /** Free bytes on the file system that holds `path`. */
  freeBytes(path: string): Promise<number>;
}
