import { FRAMEWORK_DOCUMENTS } from '../domain/document/fixed-documents.ts';
import { missingDocuments, withPlaces } from './documents.ts';
import { type Gate, pass } from './gate.ts';
import { unusable } from './report-field.ts';

export const frameworkReviewComplete: Gate<'documents'> = {
  name: 'framework-review-complete',
  artifact: null,
  fields: [],
  documents: FRAMEWORK_DOCUMENTS,
  description: `The framework reviewer left ${FRAMEWORK_DOCUMENTS.join(', ')}.`,
  needs: ['documents'],
  judge: ({ documents }) => {
    const missing = missingDocuments(documents, FRAMEWORK_DOCUMENTS);
    return missing.length === 0
      ? pass(`${FRAMEWORK_DOCUMENTS.length} documents are there`)
      : unusable(`missing or empty: ${withPlaces(documents, missing)}`);
  },
};
