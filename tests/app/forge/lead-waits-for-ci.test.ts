import { expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { enqueueRoleAgent } from '../../../src/app/jobs/enqueue-role-agent.ts';
import { createJobPump } from '../../../src/app/jobs/job-pump.ts';
import { waitForJobs } from '../../../src/app/jobs/wait-for-jobs.ts';
import type { CiState } from '../../../src/domain/checks/ci-polling.ts';
import { plannedScene } from '../app-scene.ts';

it('a tech lead waits for CI as for a job: the pump looks again, and the lead asks nothing meanwhile (MA-041, INV-14)', async () => {
  const { scene, task } = await plannedScene('WRITE greet.txt fine', {
    variables: { ORCHESTRATOR_FORGE: 'file', ORCHESTRATOR_CI: 'both', ORCH_CI_POLL_INTERVAL_S: '0.02' },
  });
  const { forge } = scene.app;
  if (forge === null) throw new Error('a forge is configured');
  const answers: CiState[] = ['pending', 'pending', 'pending'];
  const app: App = {
    ...scene.app,
    forge: { ...forge, commitStatus: async () => ({ status: 'found', state: answers.shift() ?? 'success' }) },
  };
  const pump = createJobPump(app, scene.scope, (error) => {
    throw error;
  });
  const told = new Set<string>();
  const { run, signal } = scene.scope;
  const wait = () => waitForJobs(app, pump, { run, names: null, timeoutMs: 120_000, signal, told });
  await enqueueRoleAgent(app, { run, task: task.id, role: 'developer', instructions: '' });

  expect((await wait()).standing).toMatchObject([{ task: task.id, owner: 'CI' }]);
  expect((await wait()).standing).toEqual([]);
  expect(answers).toEqual([]);
  expect(await scene.task(task)).toMatchObject({ stage: 'merge', state: { status: 'ready' } });
});
