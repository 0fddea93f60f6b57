import { type Gate, pass, pending } from './gate.ts';

export const analysisApproved: Gate<'approval'> = {
  name: 'analysis-approved',
  artifact: null,
  fields: [],
  description: 'A person has approved the analysis, where the configuration wants that.',
  needs: ['approval'],
  judge: ({ approval }, task) =>
    approval.required
      ? pending(`a person approves the analysis (task approve ${task.id}) or rejects it with a reason`)
      : pass('approval is not required by the configuration'),
};
