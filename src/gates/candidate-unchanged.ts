import { fail, type Gate, pass } from './gate.ts';

export const candidateUnchanged: Gate<'judged'> = {
  name: 'candidate-unchanged',
  artifact: null,
  fields: [],
  description: 'Every stage that judges has judged the very candidate that goes on (INV-2).',
  needs: ['judged'],
  judge: ({ judged }, { candidate }) => {
    if (candidate === null) return fail('there is no candidate yet');
    if (judged.length === 0) return fail('no stage of the pipeline judges the candidate');
    const stale = judged.filter((stage) => stage.candidate !== candidate);
    return stale.length === 0
      ? pass(`judged as it is by ${judged.map(({ stage }) => stage).join(', ')}`)
      : fail(stale.map(({ stage, candidate: seen }) => explain(stage, seen)).join('; '));
  },
};

const explain = (stage: string, seen: string | null): string =>
  seen === null ? `${stage} has not judged yet` : `${stage} judged another candidate than this`;
