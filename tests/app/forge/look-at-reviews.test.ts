import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lookAtReviews } from '../../../src/app/forge/look-at-reviews.ts';
import { seeCandidate } from '../../../src/app/gates/evaluate-gates.ts';
import { askGate } from '../../../src/gates/registry.ts';
import { developedScene } from '../app-scene.ts';

it('an approval of the present candidate passes, one of another commit and words about none do not (MA-042, INV-2)', async () => {
  const { scene, task } = await developedScene('WRITE greet.txt fine', { variables: { ORCHESTRATOR_FORGE: 'file' } });
  const now = await seeCandidate(scene.app, task.id);
  const ask = async () =>
    askGate('pull-request-approved', { pullRequest: await lookAtReviews(scene.app, now) }, now).outcome;
  const review = (state: string, commit: string) => {
    const path = scene.home('forge/pulls/1.json');
    const stored = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...stored, reviews: [{ author: 'ann', state, commit }] }));
  };
  const { head, baseCommit } = now;
  if (head === null || baseCommit === null) throw new Error('the task has a branch');

  // Nobody has made a pull request yet: looking makes it.
  expect(await ask()).toBe('pending');
  review('APPROVED', head);
  expect(await ask()).toBe('pass');
  review('COMMENT', head);
  expect(await ask()).toBe('fail');
  review('APPROVED', baseCommit);
  expect(await ask()).toBe('pending');
  review('APPROVED', '--output=/tmp/x');
  expect(await ask()).toBe('pending');
});
