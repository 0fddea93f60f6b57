import { expect, test } from 'vitest';
import { createDeliveryScene, report } from '../../e2e/delivery/delivery-scene.ts';

const APPROVED = report('verdict', 'APPROVED');

/** By slug: the pipeline, what the agent of which stage does, and the paths that it may not write. */
const TRESPASSES = {
  mender: {
    stage: 'review',
    files: { 'item/12-review.md': APPROVED, 'src/greet.js': 'mended\n' },
    outside: 'src/greet.js',
  },
  forger: { stage: 'development', files: { 'x.txt': 'x\n', 'item/12-review.md': APPROVED }, outside: '12-review.md' },
  healer: {
    stage: 'testing',
    files: { 'item/13-test-report.md': report('result', 'PASS'), 'check.mjs': '' },
    outside: 'check.mjs',
  },
  shipper: {
    stage: 'deploy',
    files: { 'item/14-deploy-log.md': '', 'docker-compose.yml': 'x: 1\n' },
    outside: 'docker-compose.yml',
  },
  coder: { stage: 'analysis', files: { 'item/01-brd.md': 'x\n', 'src/greet.js': 'coded\n' }, outside: 'src/greet.js' },
  editor: {
    stage: 'architecture',
    files: { 'item/06-adr/ADR-001-x.md': 'x\n', 'item/01-brd.md': 'bent\n' },
    outside: '01-brd.md',
  },
} as const;

test('a role that writes outside of its scope fails its stage; all that it did is kept on a ref, nothing is lost (INV-9, AS-05)', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  const before = repository.git(['rev-parse', 'main']);
  for (const [slug, { stage, files }] of Object.entries(TRESPASSES)) {
    scene.script(slug, { [stage]: [{ files, say: 'APPROVED, PASS, SUCCESS' }] });
    const pipeline = stage === 'analysis' || stage === 'architecture' ? 'delivery' : 'bugfix';
    await scene.create(slug, '--pipeline', pipeline);
  }
  scene.worker('--concurrency', '3');
  expect(await scene.rest('editor')).toMatchObject({ status: 'waiting' });
  await scene.decide('approve', 'editor');

  for (const [slug, { stage, files, outside }] of Object.entries(TRESPASSES)) {
    const task = await scene.rest(slug);
    expect(task, slug).toMatchObject({ status: 'failed', stage, merge: null });
    const last = task.jobs.at(-1);
    const ref = `refs/orchestrator/aside/${last?.job}`;
    expect(task.reason).toContain(outside);
    expect(task.reason).toContain(ref);
    expect(last, slug).toMatchObject({ status: 'failed', exitCode: 0 });
    for (const [name, text] of Object.entries(files)) {
      const path = name.replace('item/', `docs/work-items/${task.id}/`);
      expect(repository.git(['show', `${ref}:${path}`]), `${slug} ${path}`).toBe(text.trimEnd());
      const left = repository.git(['log', '--format=%H', `${task.branch}..${ref}`, '--', path]);
      expect(left, `${path} is on the ref alone`).not.toBe('');
    }
    expect(repository.git(['status', '--porcelain'], `${repository.base}/${task.worktree}`)).toBe('');
  }
  expect(repository.git(['rev-parse', 'main'])).toBe(before);

  await scene.decide('retry', 'mender');
  expect(await scene.rest('mender'), 'its next run is judged by itself').toMatchObject({
    status: 'merged',
    attempts: 1,
  });
  expect(repository.git(['show', 'main:src/greet.js'])).not.toContain('mended');
});
