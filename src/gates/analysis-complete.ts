import { fail, type Gate, pass, pending } from './gate.ts';

const DOCUMENTS = ['01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml'];

export const analysisComplete: Gate<'workItem'> = {
  name: 'analysis-complete',
  artifact: null,
  fields: [],
  itemDocuments: DOCUMENTS,
  description: `The analyst left ${DOCUMENTS.join(', ')}, or questions for a person.`,
  needs: ['workItem'],
  judge: ({ workItem: { directory, files } }) => {
    const holds = (name: string): boolean => (files[name] ?? '').trim() !== '';
    const missing = DOCUMENTS.filter((name) => !holds(name));
    if (missing.length === 0) return pass(`${DOCUMENTS.length} documents are there`);
    const question = files['questions.md'] ?? '';
    if (question.trim() !== '') return pending('the analyst asks before it can finish', { question });
    return missing.length === DOCUMENTS.length
      ? fail(`analysis-empty: neither documents nor questions in ${directory}`)
      : fail(`missing or empty in ${directory}: ${missing.join(', ')}`);
  },
};
