import { MIGRATION_APPROVAL, MIGRATION_STEPS, ROLLBACK_PLAN } from '../domain/document/fixed-documents.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { missingDocuments, withPlaces } from './documents.ts';
import { fail, type Gate, pass } from './gate.ts';

const PREPARED = [...MIGRATION_STEPS, ROLLBACK_PLAN];
const COMPLETE = [...PREPARED, MIGRATION_APPROVAL];

export const migrationPrepared: Gate<'documents'> = {
  name: 'migration-prepared',
  artifact: null,
  fields: [],
  documents: PREPARED,
  description: `What a person decides on is there: ${PREPARED.join(', ')}.`,
  needs: ['documents'],
  judge: ({ documents }) => judgeDocuments(documents, PREPARED),
};

export const migrationComplete: Gate<'documents'> = {
  name: 'migration-complete',
  artifact: null,
  fields: [],
  documents: COMPLETE,
  description: `All eight documents of a migration are there, none before those that it is built on.`,
  needs: ['documents'],
  judge: ({ documents }) => judgeDocuments(documents, COMPLETE),
};

const judgeDocuments = (documents: Evidence['documents'], wanted: readonly string[]): GateAnswer => {
  const missing = missingDocuments(documents, wanted);
  if (missing.length === 0) return pass(`${wanted.length} documents are there`);
  const early = tooEarly(wanted, missing);
  return fail([`missing or empty: ${withPlaces(documents, missing)}`, ...early].join('; '));
};

/** Which documents stand there although one is missing that they are built on. */
const tooEarly = (wanted: readonly string[], missing: readonly string[]): readonly string[] =>
  [...MIGRATION_STEPS, MIGRATION_APPROVAL].flatMap((path, place, order) => {
    if (missing.includes(path) || !wanted.includes(path)) return [];
    const first = order.slice(0, place).find((earlier) => missing.includes(earlier));
    return first === undefined ? [] : [`${path} comes before ${first}`];
  });
