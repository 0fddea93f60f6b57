import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artifactOf } from '../../../src/app/gates/collect-work.ts';
import { watchReports } from '../../../src/app/jobs/watch-reports.ts';
import type { Task } from '../../../src/domain/task.ts';
import { askGate } from '../../../src/gates/registry.ts';
import { createScene } from '../app-scene.ts';

const APPROVED = '---\nverdict: APPROVED\n---\n';

/** A task in review again, with the approval of an earlier round committed on its branch. */
const secondRound = async () => {
  const scene = await createScene({ variables: { ORCHESTRATOR_REVIEW: 'required' } });
  const [planned] = await scene.plan({ slug: 'greet' });
  if (planned === undefined) throw new Error('nothing was planned');
  const task: Task = { ...planned, stage: 'review' };
  const path = scene.worktree(task);
  const name = `docs/work-items/${task.id}/12-review.md`;
  const { git, commit } = scene.repository;
  git(['worktree', 'add', '--quiet', '-b', task.branch, path]);
  const head = commit({ [name]: APPROVED }, path);
  const { app } = scene;
  const verdict = async (to: string) => {
    const work = { stage: 'review', role: 'reviewer', job: 'J-2', from: head, head: to, candidate: 'tree' };
    const judged: Task = { ...task, head: to, works: [work] };
    const pipeline = app.pipelines.get('subtask');
    if (pipeline === undefined) throw new Error('there is no subtask');
    const artifact = await artifactOf(app, app.settings.layout.mainPath, pipeline, judged, '12-review.md');
    return askGate('review-verdict', { artifact }, judged).outcome;
  };
  return {
    app,
    task,
    path,
    head,
    verdict,
    commit,
    report: join(path, name),
    drop: await watchReports(app, task, { path, status: await app.git.status(path) }),
  };
};

describe('INV-2: a report counts for the round in which it was written', () => {
  it('one that the run has not written goes; left where it is, it would be a verdict about something else', async () => {
    const { verdict, head, drop, report, commit, path } = await secondRound();
    expect(await verdict(head), 'the harm').toBe('pass');
    await drop();
    expect(existsSync(report)).toBe(false);
    expect(await verdict(commit({}, path))).toBe('fail');
  });

  it('one that the run has written anew stays, be it the same word for word', async () => {
    const { drop, report, verdict, head } = await secondRound();
    writeFileSync(report, APPROVED);
    await drop();
    expect(existsSync(report)).toBe(true);
    expect(await verdict(head)).toBe('pass');
  });

  it('what a run that was cut off left uncommitted belongs to this round', async () => {
    const { app, task, path, report } = await secondRound();
    writeFileSync(report, '---\nverdict: REQUEST_CHANGES\n---\n');
    const drop = await watchReports(app, task, { path, status: await app.git.status(path) });
    await drop();
    expect(existsSync(report)).toBe(true);
  });
});
