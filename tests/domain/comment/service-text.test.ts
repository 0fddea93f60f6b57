import { expect, it } from 'vitest';
import { plainComment } from '../../../src/domain/comment/plain-comment.ts';
import { type ServiceNews, serviceText } from '../../../src/domain/comment/service-text.ts';

const at = { owner: 'reviewer', stage: 'review' } as const;

const NEWS: readonly ServiceNews[] = [
  { type: 'stage-changed', from: 'review', to: 'testing', launching: 'tester' },
  { type: 'stage-changed', from: 'deploy', to: 'done', launching: null },
  { type: 'work-begun', owner: 'analyst', stage: 'analysis' },
  { type: 'work-begun', owner: 'developer', stage: 'development' },
  { type: 'gate-failed', ...at, gate: 'review-verdict', reason: 'Review verdict: REQUEST_CHANGES' },
  { type: 'finding-repeated', ...at, gate: 'review-verdict', reason: 'not approved' },
  { type: 'approval-wanted', ...at, gate: 'diff-size', reason: '2000 lines', isTold: false },
  { type: 'asked', ...at, question: 'Which one?\n' },
  { type: 'rejected', ...at, by: 'pat', reason: 'too long' },
  { type: 'answered', ...at, by: 'pat' },
  { type: 'agent-failed', ...at, job: 'J-1', reason: 'it ended with 3' },
  { type: 'blocked', ...at, reason: 'the developer has worked on it 3 times' },
  { type: 'held', reason: 'main has changed files' },
  { type: 'completed', ...at, isDeployed: true },
  { type: 'completed', ...at, isDeployed: false },
  { type: 'cancelled', by: 'pat' },
];

it.each(['en', 'ru'] as const)('the texts of the service in %s (MA-138)', (language) => {
  expect(NEWS.map((news) => serviceText(news, language))).toMatchSnapshot();
});

it('a comment holds what a worker wrote as a text, line by line, in one paragraph (MA-137)', () => {
  expect(plainComment('<script>& *all*\n- [x](y)')).toEqual({
    markdown: '&lt;script&gt;&amp; \\*all\\*  \n- \\[x\\](y)',
    html: '<p>&lt;script&gt;&amp; *all*<br>- [x](y)</p>',
  });
});
