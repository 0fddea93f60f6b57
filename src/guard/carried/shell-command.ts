/** One simple command of a script. */
export interface ShellCommand {
  readonly argv: readonly string[];
  /** What the script itself writes into it: a here-document, a here-string, an `echo` before the pipe. Null where only running tells. */
  readonly stdin: string | null;
}
