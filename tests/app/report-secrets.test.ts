import { expect, it } from 'vitest';
import { createDeliveryScene } from './delivery-scene.ts';

const KEY = ['AKIA', 'Z7QK2M5XW3TB6RNP'].join('');

it('a secret in a report that was written after the first look does not reach main (INV-12)', async () => {
  const { scene, task, order, work } = await createDeliveryScene({ ORCHESTRATOR_APPROVALS_ANALYSIS: 'auto' });
  const report = `---\nresult: PASS\n---\n\nIt answers to ${KEY}.\n`;
  order('tester', { files: { '13-test-report.md': report } });
  const head = scene.repository.git(['rev-parse', 'main']);
  const reason = expect.stringContaining(`docs/work-items/${task.id}/13-test-report.md`);
  expect(await work()).toMatchObject({ state: { status: 'blocked', owner: 'person', reason } });
  const failed = scene.events.filter((event) => event.type === 'gate-answered' && event.outcome === 'fail');
  expect(failed).toMatchObject([{ gate: 'secrets-in-diff', reason }]);
  expect(scene.repository.git(['rev-parse', 'main'])).toBe(head);
});
