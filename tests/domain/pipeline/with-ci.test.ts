import { expect, it } from 'vitest';
import type { Pipeline, Stage } from '../../../src/domain/pipeline/pipeline.ts';
import { withCi } from '../../../src/domain/pipeline/with-ci.ts';
import { createStage } from '../../helpers/store.ts';

const DELIVERY = [createStage({ name: 'merge', gates: ['merge-checks-green'] }), createStage({ name: 'done' })];
const pipelineOf = (...stages: readonly Stage[]): Pipeline => ({
  ...{ name: 'small', description: '', review: 'none', starts: 'engine', workItem: null, records: [] },
  ...{ commit: 'harness', shared: [] },
  stages: [...stages, ...DELIVERY],
});
const asked = (...stages: readonly Stage[]) =>
  withCi(pipelineOf(...stages))
    .stages.filter(({ gates }) => gates.at(-1) === 'ci-green')
    .map(({ name }) => name);

const created = createStage({ name: 'created', gates: ['entry'] });
const development = createStage({ name: 'development', role: 'developer', gates: ['change-present', 'checks-green'] });
const fix = createStage({ name: 'fix', role: 'fixer', when: 'review-findings', gates: ['checks-green', 'fix-report'] });

it('CI is asked where the checks are, after everything else of the stage, and the checks stay (CF-20, INV-3)', () => {
  expect(asked(created, development, createStage({ name: 'review', role: 'reviewer' }))).toEqual(['development']);
  expect(withCi(pipelineOf(development)).stages[0]?.gates).toEqual(['change-present', 'checks-green', 'ci-green']);
});

it('also where what was checked is changed later: the last candidate counts (INV-2)', () => {
  expect(asked(development, fix)).toEqual(['development', 'fix']);
});

it('before the stage that delivers, where the checks are asked there alone, and never in one that may be left out', () => {
  expect(asked(created, createStage({ name: 'analysis', role: 'analyst' }))).toEqual(['analysis']);
  expect(asked(created, fix)).toEqual(['created']);
});

it('a pipeline that asks already stays as it is, and one with no place for it is refused', () => {
  const own = withCi(pipelineOf(development));
  expect(withCi(own)).toBe(own);
  expect(() => withCi(pipelineOf())).toThrow('delivers in its first stage');
});
