import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import { createVersionsScene } from './versions-scene.ts';

const REVIEW = 'docs/work-items/T-1/12-review.md';

const review = (verdict: string, findings: string) => ({
  files: { '{folder}/12-review.md': `---\nverdict: ${verdict}\n---\n\n${findings}\n` },
});

describe('a review in three versions (KB-07)', () => {
  it('brings all findings together with who reported them, and the strictest verdict sends the work back', async () => {
    const there = await createVersionsScene();
    there.order('task-logo-v1', review('APPROVED', '- **P3** `made.txt:1` A shorter text would do.'));
    there.order('task-logo-v2', review('REQUEST_CHANGES', '- **P1** `made.txt:1` The text names no author.'));
    there.order('task-logo-v3', review('REQUEST_CHANGES', '- P0: made.txt:1 no author is named in the text!'));
    there.order('task-logo', { files: { 'made.txt': 'first\n' } }, { files: { 'made.txt': 'second, by pat\n' } });
    await there.create({ pipeline: 'panel' });
    await there.work();

    // The first round was sent back with everything; the second one was approved by three others.
    expect(await there.task()).toMatchObject({ state: { status: 'merged' }, attempts: { developer: 2 } });
    const versions = await there.versions();
    expect(versions.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `${number} cancelled`),
    );
    const told = there.prompts().split('task-logo developer').at(-1) ?? '';
    expect(told).toContain('(reported by versions 2, 3)');
    expect(told).toContain('(reported by version 1)');

    const { run } = await there.task();
    const folder = there.scene.home('runs', run, 'review');
    expect(readFileSync(`${folder}/T-1-v2-12-review.md`, 'utf8')).toContain('The text names no author.');
    expect(readFileSync(`${folder}/T-1-12-review.md`, 'utf8')).toContain('versions: [4, 5, 6]');
    expect(there.git('show', `main:${REVIEW}`)).toContain('verdict: APPROVED');
  });

  it('reviewers read one head, each in a worktree of its own, and none may write anything else (INV-15)', async () => {
    const there = await createVersionsScene();
    const { files } = review('APPROVED', 'Fine.');
    there.order('task-logo-v2', { files: { ...files, 'made.txt': 'better\n' } });
    await there.create({ pipeline: 'panel' });
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'blocked', owner: 'person' } });
    expect(await there.task()).toMatchObject({ state: { reason: expect.stringContaining('2 of 3 versions') } });
    const { head } = await there.task();
    expect((await there.task()).versions?.made.map(({ base }) => base)).toEqual([head, head, head]);

    await retryAsPerson(there.app, 'T-1');
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'merged' } });
    expect(there.git('show', 'main:made.txt')).toBe('made in task-logo');
  });

  it('a report that nobody can read is written again, and is no approval until it is (INV-13)', async () => {
    const there = await createVersionsScene();
    there.order('task-logo-v1', { files: { '{folder}/12-review.md': 'I approve of this.\n' } });
    await there.create({ pipeline: 'panel', versions: 2 });
    await there.work();
    expect((await there.task('T-1-v1')).attempts).toMatchObject({ reviewer: 2 });
    expect(await there.task()).toMatchObject({ state: { status: 'merged' } });
  });

  it('one reviewer is as without versions', async () => {
    const there = await createVersionsScene();
    await there.create({ pipeline: 'panel', versions: 1 });
    await there.work();
    expect(await there.task()).toMatchObject({ state: { status: 'merged' }, versions: null });
    expect(await there.app.store.tasks.get('T-1-v1')).toBeNull();
  });
});
