import { fail, type Gate, pass } from './gate.ts';

export const architectureDone: Gate<'workItem'> = {
  name: 'architecture-done',
  artifact: null,
  fields: [],
  // The name says how a record is called, not how many there are.
  itemDocuments: ['06-adr/ADR-001-slug.md'],
  description: 'The architect left a decision record in 06-adr/, or 07-infra-requirements.md.',
  needs: ['workItem'],
  judge: ({ workItem: { directory, files } }) => {
    const records = Object.keys(files).filter((name) => isRecord(name) && files[name]?.trim() !== '');
    return records.length === 0
      ? fail(`neither 06-adr/*.md nor 07-infra-requirements.md in ${directory}`)
      : pass(`decided in ${records.toSorted().join(', ')}`);
  },
};

const isRecord = (name: string): boolean => name === '07-infra-requirements.md' || /^06-adr\/[^/]+\.md$/.test(name);
