import type { Evidence } from '../domain/evidence.ts';

/** Which of the paths hold no document, or an empty one; in the order given. */
export const missingDocuments = (documents: Evidence['documents'], paths: readonly string[]): readonly string[] =>
  paths.filter((path) => (documents[path] ?? '').trim() === '');
