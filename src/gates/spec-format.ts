import { missingHeadings } from '../domain/lint/spec-headings.ts';
import { fail, type Gate, pass } from './gate.ts';

const SPEC = '02-trz.md';

export const specFormat: Gate<'workItem'> = {
  name: 'spec-format',
  artifact: null,
  judgesFile: SPEC,
  fields: [],
  description: `The specification ${SPEC} speaks of modules, interfaces, data, gates and documents, each under its heading.`,
  needs: ['workItem'],
  judge: ({ workItem: { files } }) => {
    const spec = files[SPEC];
    if (spec === undefined) return fail(`${SPEC} not found`);
    const missing = missingHeadings(spec);
    return missing.length === 0
      ? pass('every heading is there')
      : fail(`${SPEC} lacks the headings: ${missing.join(', ')}`);
  },
};
