import { describe, expect, it } from 'vitest';
import { isJudging, isLastWorkingStage, type Pipeline } from '../../../src/domain/pipeline/pipeline.ts';
import { withReview } from '../../../src/domain/pipeline/with-review.ts';
import { createStage } from '../../helpers/store.ts';

const subtask: Pipeline = {
  name: 'subtask',
  description: 'for tests',
  review: 'none',
  starts: 'lead',
  workItem: null,
  records: [],
  commit: 'harness',
  shared: [],
  stages: [
    createStage({ name: 'development', role: 'developer', gates: ['change-present'] }),
    createStage({ name: 'checks', gates: ['checks-green'], onFail: { '*': 'development' } }),
    createStage({ name: 'merge', gates: ['no-conflict', 'merge-checks-green'], onFail: { '*': 'development' } }),
    createStage({ name: 'done' }),
  ],
};
const REVIEW = 'docs/work-items/{{task_id}}/12-review.md';

describe('a pipeline without review, where the person wants one', () => {
  const reviewed = withReview(subtask);
  const review = reviewed.stages[2];

  it('has it before the stage that delivers, and that stays the last one', () => {
    expect(reviewed).toMatchObject({ name: 'subtask', starts: 'lead', review: 'required' });
    expect(reviewed.stages.map(({ name }) => name)).toEqual(['development', 'checks', 'review', 'merge', 'done']);
    expect(reviewed.stages.filter((stage) => isLastWorkingStage(reviewed, stage)).map(({ name }) => name)).toEqual([
      'merge',
    ]);
  });

  it('sends what the reviewer turns down back to whoever makes something', () => {
    expect(review).toMatchObject({ role: 'reviewer', gates: ['review-verdict'], onFail: { '*': 'development' } });
    const nobody = withReview({ ...subtask, stages: subtask.stages.slice(1) });
    expect(nobody.stages.find(({ name }) => name === 'review')?.onFail).toEqual({});
  });

  it('has a reviewer who judges: the report is a record, and no part of what is judged (INV-2)', () => {
    expect(reviewed).toMatchObject({ workItem: 'docs/work-items/{{task_id}}', records: [REVIEW] });
    expect(reviewed.stages.filter((stage) => isJudging(reviewed, stage))).toEqual([review]);
  });

  it('keeps a work item and records of its own', () => {
    const own = withReview({ ...subtask, workItem: 'work/{{task_id}}', records: ['work/{{task_id}}/log.md'] });
    expect(own.records).toEqual(['work/{{task_id}}/log.md', 'work/{{task_id}}/12-review.md']);
    expect(own.stages[2]?.writes).toEqual(['work/{{task_id}}/12-review.md']);
  });
});

it('a pipeline with review stays as it is, also when it is asked for twice', () => {
  const reviewed = withReview(subtask);
  expect(withReview(reviewed)).toBe(reviewed);
});
