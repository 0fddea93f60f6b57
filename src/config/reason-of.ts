/** The system's word for why a file could not be read, e.g. `EACCES`. */
export const reasonOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
