import { decidingWord } from '../domain/verdict/verdict-words.ts';
import { fail, type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

const FIELDS = ['result', 'verdict', 'status'] as const;

export const testsVerdict: Gate<'artifact'> = {
  name: 'tests-verdict',
  artifact: '13-test-report.md',
  fields: FIELDS,
  description: 'The tester wrote a positive result, and no negative word beside it in any of the three fields.',
  needs: ['artifact'],
  judge: ({ artifact }) => {
    const read = readReportFields(artifact, FIELDS);
    if (!read.ok) return read.answer;
    const said = FIELDS.map((field) => read.values[field]).filter((value) => value !== '');
    if (said.length === 0) return unusable(`${artifact.path}: none of verdict/status/result is set`);
    // A comma keeps the words of two fields from being read as one phrase.
    const text = said.join(', ');
    switch (decidingWord(text)) {
      case 'negative':
        return fail(`Test verdict: ${text} (NEG)`, { findings: read.report });
      case 'positive':
        return pass(`Test verdict: ${text} (PASS)`);
      case null:
        return unusable(
          `no recognized verdict (${FIELDS.map((field) => `${field}: "${read.values[field]}"`).join(', ')})`,
        );
    }
  },
};
