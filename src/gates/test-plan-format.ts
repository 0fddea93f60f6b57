import { testPlanProblems } from '../domain/lint/test-plan.ts';
import { notFound } from './documents.ts';
import { fail, type Gate, pass } from './gate.ts';

export const testPlanFormat: Gate<'testPlan'> = {
  name: 'test-plan-format',
  artifact: null,
  judgesFile: '04-test-plan.yaml',
  fields: [],
  description: 'The test plan 04-test-plan.yaml names each test once, with type, description, module and expectation.',
  needs: ['testPlan'],
  judge: ({ testPlan }) => {
    if (testPlan.status === 'missing') return fail(notFound(testPlan));
    const problems = testPlan.status === 'unreadable' ? [testPlan.problem] : testPlanProblems(testPlan.fields);
    return problems.length === 0 ? pass('every test is complete') : fail(`${testPlan.path}: ${problems.join('; ')}`);
  },
};
