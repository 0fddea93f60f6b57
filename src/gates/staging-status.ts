import { judgeStatus } from './deploy-status.ts';
import { type Gate, pass } from './gate.ts';

export const stagingStatus: Gate<'artifact' | 'staging'> = {
  name: 'staging-status',
  artifact: '15-staging-log.md',
  onBase: true,
  fields: ['staging_status'],
  description: 'The deployer logged SUCCESS on staging; it applies where the product itself is deployed.',
  needs: ['artifact', 'staging'],
  judge: ({ artifact, staging }) =>
    staging.applies ? judgeStatus(artifact, 'staging_status') : pass(`Staging gate N/A for ${staging.repository}`),
};
