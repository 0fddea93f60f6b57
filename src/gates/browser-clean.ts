import { describeVerification, nameDefects } from '../domain/verification/describe-verification.ts';
import { fail, type Gate, pass } from './gate.ts';

export const browserClean: Gate<'verification'> = {
  name: 'browser-clean',
  artifact: null,
  fields: [],
  description: 'The scenario of main, driven in a real browser against the server of the candidate, met no defect.',
  needs: ['verification'],
  judge: ({ verification }) => {
    if (verification === 'none') return pass('N/A: no verification is configured');
    const { record, scenario } = verification;
    const { findings, steps, snapshots } = record;
    const images = snapshots.flatMap(({ image }) => image ?? []);
    // Unknown is not yes (INV-13): a scenario that was cut off has found nothing, and shown nothing.
    if (findings.length === 0 && steps.total > 0 && steps.done === steps.total && record.endedAt !== null) {
      return pass(`${steps.done} ${steps.done === 1 ? 'step' : 'steps'} in a browser without a defect`, {
        paths: images,
      });
    }
    const count = `${findings.length} ${findings.length === 1 ? 'defect' : 'defects'} in the browser`;
    const reason =
      findings.length === 0
        ? `the scenario ended after ${steps.done} of ${steps.total} steps`
        : `${count}: ${nameDefects(findings, scenario)}`;
    return fail(reason, { findings: describeVerification(record, scenario) });
  },
};
