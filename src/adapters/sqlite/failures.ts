import type { ErrorCode } from '../../domain/errors.ts';
import { OrchestratorError } from '../../domain/errors.ts';

interface Failure {
  /** Matches the code of SQLite's or Node's error. */
  readonly when: RegExp;
  readonly code: ErrorCode;
  /** Follows the name of the file. */
  readonly what: string;
  readonly next: string;
}

const FAILURES: readonly Failure[] = [
  {
    when: /^SQLITE_(BUSY|LOCKED)/,
    code: 'database-locked',
    what: 'is locked by another process',
    next: 'Wait until that process is done, or end it, and start again.',
  },
  {
    // SHMSIZE is how a full disk shows while the index of the write-ahead log is laid out.
    when: /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/,
    code: 'disk-full',
    what: 'could not be written: there is no room left',
    next: 'Free some space on the disk that holds the home; nothing of this step was saved.',
  },
  {
    when: /^SQLITE_(CORRUPT|NOTADB)/,
    code: 'database-damaged',
    what: 'is damaged or not a database',
    next: 'Put a copy back, or move the file away together with those that end in -wal and -shm to begin anew: branches and worktrees stay.',
  },
  {
    when: /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)$/,
    code: 'home-invalid',
    what: 'cannot be opened for this',
    next: 'Make the home a directory that you may write to, or name another one with ORCHESTRATOR_HOME.',
  },
  {
    when: /^SQLITE_CONSTRAINT/,
    code: 'state-conflict',
    what: 'refused a change that does not fit what is stored',
    next: 'Read the state again and decide anew.',
  },
  {
    when: /^(SQLITE_(IOERR|PROTOCOL|NOMEM)|EIO)/,
    code: 'infrastructure',
    what: 'could not be read or written',
    next: 'Check the disk that holds the home, then start again.',
  },
];

/**
 * What a failure of the database means to a person.
 * @returns an `OrchestratorError` with the original as its cause; a failure that no rule knows is a bug and comes back as it is
 */
export const explainFailure = (failure: unknown, file: string): unknown => {
  if (failure instanceof OrchestratorError || !(failure instanceof Error)) return failure;
  const code = 'code' in failure ? String(failure.code) : '';
  const known = FAILURES.find(({ when }) => when.test(code));
  if (known === undefined) return failure;
  const message = `The database ${file} ${known.what} (${failure.message}).`;
  return new OrchestratorError(known.code, message, known.next, { cause: failure });
};
