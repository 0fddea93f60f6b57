import { describe, expect, it } from 'vitest';
import { createScene } from './app-scene.ts';

describe('integrate', () => {
  it('merges what is green with two parents and brings the checkout of main along', async () => {
    const scene = await createScene();
    const [task] = await scene.plan({ slug: 'greet' });
    if (task === undefined) throw new Error('no task');
    const before = scene.repository.git(['rev-parse', 'HEAD']);
    const job = await scene.work(task);
    expect(job).toMatchObject({ status: 'succeeded', exitCode: 0 });
    const integration = await scene.merge(task);
    expect(integration).toMatchObject({ merged: true, reason: 'all gates passed' });
    const { git } = scene.repository;
    expect(git(['log', '-1', '--format=%H %P'])).toBe(
      `${integration.commit} ${before} ${git(['rev-parse', 'task/greet'])}`,
    );
    expect(git(['status', '--porcelain'])).toBe('');
    expect(git(['show', 'HEAD:greet.txt'])).toBe('fine');
  });
});
