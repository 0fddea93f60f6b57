import type { StoredEntry } from '../../domain/journal.ts';

/** What the journal says when the document of a run did not reach its reader. */
export const DOCUMENT_NOT_SENT = 'document-not-sent';

/** The same for the report of the run. */
export const unsentNotices = (journal: readonly StoredEntry[]): readonly string[] =>
  journal.flatMap(({ type, data }) => (type === DOCUMENT_NOT_SENT ? [String(data.text)] : []));
