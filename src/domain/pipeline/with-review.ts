import { WORK_ITEM } from '../document/work-item.ts';
import type { Pipeline, Stage } from './pipeline.ts';

/**
 * A pipeline that says `review: none` with the reviewer that the person wants all the same, before the stage that delivers.
 * Every other pipeline has one and stays as it is.
 */
export const withReview = (pipeline: Pipeline): Pipeline => {
  if (pipeline.review === 'required') return pipeline;
  const workItem = pipeline.workItem ?? WORK_ITEM;
  const record = `${workItem}/12-review.md`;
  const worker = pipeline.stages.find(({ role }) => role !== null)?.name;
  const review: Stage = {
    name: 'review',
    role: 'reviewer',
    when: null,
    gates: ['review-verdict'],
    onFail: worker === undefined ? {} : { '*': worker },
    blocksOn: [],
    followUp: {},
    attempts: null,
    writes: [record],
    network: null,
    access: null,
    versions: null,
  };
  return {
    ...pipeline,
    review: 'required',
    workItem,
    records: [...new Set([...pipeline.records, record])],
    stages: [...pipeline.stages.slice(0, -2), review, ...pipeline.stages.slice(-2)],
  };
};
