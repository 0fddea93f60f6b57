import type { DocumentChange } from '../domain/evidence.ts';
import { indexesOf, isDecisionRecord, recordProblems } from '../domain/lint/decision-records.ts';
import { fail, type Gate, pass } from './gate.ts';

export const adrFormat: Gate<'documentChanges'> = {
  name: 'adr-format',
  artifact: null,
  fields: [],
  description:
    'Decision records have their name, status and parts and stand in their index; accepted ones are superseded, not edited.',
  needs: ['documentChanges'],
  judge: ({ documentChanges: documents }) => {
    const records = documents.filter(({ path, before, after }) => isDecisionRecord(path) && before !== after);
    const problems = records.flatMap((record) =>
      [...recordProblems(record.path, record), ...unlisted(record, documents)].map(
        (problem) => `${record.path}: ${problem}`,
      ),
    );
    return problems.length === 0
      ? pass(records.length === 0 ? 'no decision record is changed' : 'the changed decision records are in form')
      : fail(problems.join('; '), { paths: records.map(({ path }) => path) });
  },
};

/** A record that its folder's index does not name; where there is no index, there is nothing to stand in. */
const unlisted = ({ path, after }: DocumentChange, documents: readonly DocumentChange[]): readonly string[] => {
  const indexes = documents.filter((document) => indexesOf(path).includes(document.path) && document.after !== null);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isListed = indexes.length === 0 || indexes.some((index) => index.after?.includes(name));
  return after === null || isListed ? [] : [`${indexes.map((index) => index.path).join(' and ')} does not name it`];
};
