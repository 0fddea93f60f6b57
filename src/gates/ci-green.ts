import { fail, type Gate, pass, pending } from './gate.ts';

export const ciGreen: Gate<'ci'> = {
  name: 'ci-green',
  artifact: null,
  fields: [],
  description: "The forge's CI is green on the head of the branch.",
  needs: ['ci'],
  judge: ({ ci }) => {
    if (ci === 'none') return fail('no forge is configured, so no CI can be asked (ORCHESTRATOR_FORGE)');
    switch (ci.outcome) {
      case 'pass':
        return pass(ci.reason);
      case 'fail':
        return fail(ci.reason);
      case 'wait':
        return pending(ci.reason, { until: 'CI', polling: ci.polling });
    }
  },
};
