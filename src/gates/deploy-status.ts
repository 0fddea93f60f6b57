import type { Artifact } from '../domain/evidence.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { decidingWord } from '../domain/verdict/verdict-words.ts';
import { fail, type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

export const deployStatus: Gate<'artifact'> = {
  name: 'deploy-status',
  artifact: '14-deploy-log.md',
  onBase: true,
  fields: ['deploy_status'],
  description: 'The deployer logged SUCCESS, that very word.',
  needs: ['artifact'],
  judge: ({ artifact }) => judgeStatus(artifact, 'deploy_status'),
};

/** A deployment's status as its log has it: SUCCESS passes, and nothing else. */
export const judgeStatus = (artifact: Artifact, field: string): GateAnswer => {
  const read = readReportFields(artifact, [field]);
  if (!read.ok) return read.answer;
  const status = read.values[field] ?? '';
  const reason = `${field}: ${status}`;
  if (status === 'SUCCESS') return pass(reason);
  return decidingWord(status) === 'negative'
    ? fail(reason, { findings: read.report })
    : unusable(`no machine-readable ${field} (got: ${status === '' ? 'nothing' : status})`);
};
