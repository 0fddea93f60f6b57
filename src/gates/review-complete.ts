import { REVIEW_DOCUMENTS } from '../domain/document/fixed-documents.ts';
import { missingDocuments, withPlaces } from './documents.ts';
import { type Gate, pass } from './gate.ts';
import { unusable } from './report-field.ts';

export const reviewComplete: Gate<'documents'> = {
  name: 'review-complete',
  artifact: null,
  fields: [],
  documents: REVIEW_DOCUMENTS,
  description: `The independent reviewer left ${REVIEW_DOCUMENTS.join(', ')}.`,
  needs: ['documents'],
  judge: ({ documents }) => {
    const missing = missingDocuments(documents, REVIEW_DOCUMENTS);
    return missing.length === 0
      ? pass(`${REVIEW_DOCUMENTS.length} documents are there`)
      : unusable(`missing or empty: ${withPlaces(documents, missing)}`);
  },
};
