import { expect, it } from 'vitest';
import { baseCommit } from '../../../src/app/merge/base-commit.ts';
import { loadRun } from '../../../src/app/runs/save-run.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** A clone with `origin/main` where it was cloned; `createScene` has committed to local main since. */
const scene = (basePolicy: 'integration' | 'remote' = 'integration') =>
  createScene({ layout: 'origin', variables: { ORCHESTRATOR_BASE_POLICY: basePolicy } });

const base = async ({ app, scope }: AppScene, given: string | null = null) =>
  baseCommit(app, await loadRun(app, scope.run), given);

it('is local main where that contains the base ref: yesterday’s merges are not on origin (CF-03)', async () => {
  const opened = await scene();
  expect(await base(opened)).toBe(opened.repository.git(['rev-parse', 'main']));
});

it('is the base ref with the policy `remote` (CX-21)', async () => {
  const opened = await scene('remote');
  expect(await base(opened)).toBe(opened.repository.git(['rev-parse', 'origin/main']));
});

it('is the base ref where that contains local main', async () => {
  const opened = await scene();
  const { git } = opened.repository;
  const tree = git(['rev-parse', 'HEAD^{tree}']);
  const ahead = git(['commit-tree', tree, '-p', 'HEAD', '-m', 'on origin']);
  git(['update-ref', 'refs/remotes/origin/main', ahead]);
  expect(await base(opened)).toBe(ahead);
});

it('is refused with both commits where neither contains the other', async () => {
  const opened = await scene();
  const { git } = opened.repository;
  const other = git(['commit-tree', git(['rev-parse', 'HEAD^{tree}']), '-p', 'origin/main', '-m', 'on origin']);
  git(['update-ref', 'refs/remotes/origin/main', other]);
  const error = await base(opened).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: 'main-diverged' });
  expect(String(error)).toContain(other.slice(0, 12));
  expect(String(error)).toContain(git(['rev-parse', '--short=12', 'main']));
});

it('is local main without a remote, and what is given where something is', async () => {
  const opened = await createScene({ layout: 'master' });
  const { git } = opened.repository;
  expect(await base(opened)).toBe(git(['rev-parse', 'master']));
  expect(await base(opened, 'HEAD~1')).toBe(git(['rev-parse', 'HEAD~1']));
  await expect(base(opened, 'no-such-branch')).rejects.toMatchObject({ code: 'worktree-invalid' });
});
