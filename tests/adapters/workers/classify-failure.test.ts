import { expect, test } from 'vitest';
import { classifyFailure } from '../../../src/adapters/workers/classify-failure.ts';
import { readRetryHint } from '../../../src/adapters/workers/retry-hint.ts';

test.each([
  // What the CLIs were seen to say.
  ['transient', 'exceeded retry limit, last status: 429 Too Many Requests'],
  ['transient', 'We’re currently experiencing high demand, which may cause temporary errors.'],
  ['transient', 'Selected model is at capacity. Please try a different model.'],
  ['transient', 'stream disconnected before completion: Transport error: network error: error decoding response body'],
  ['transient', 'API Error: Request rejected (429) · slow down'],
  ['transient', 'API Error: 529 Overloaded. This is a server-side issue, usually temporary'],
  ['transient', 'unexpected status 503 Service Unavailable: try later'],
  ['transient', 'connect ECONNREFUSED 127.0.0.1:80'],
  ['quota', 'Quota exceeded. Check your plan and billing details.'],
  ['quota', 'You’ve hit your usage limit. Upgrade to Pro or try again in 3 days 4 hours.'],
  ['quota', '429: {"error":{"code":"insufficient_quota"}}'],
  ['quota', 'Credit balance is too low'],
  ['login', 'unexpected status 401 Unauthorized: Incorrect API key provided'],
  ['login', 'Not logged in · Please run /login'],
  ['login', 'Invalid API key · Fix external API key'],
  ['login', 'Missing environment variable: `LOCAL_KEY`.'],
  ['unavailable', "error: unexpected argument '--full-auto' found"],
  ['unavailable', 'sh: 1: codex: command not found'],
  ['unavailable', 'The model `gpt-9` does not exist or you do not have access to it.'],
  // What only looks like it.
  ['task', 'expected 302, got 500'],
  ['task', '429 tests passed, 1 failed'],
  ['task', 'I could not finish the login page'],
  ['task', ''],
] as const)('%s: %s', (failure, words) => {
  expect(classifyFailure(words)).toBe(failure);
});

test.each([
  ['transient', 429],
  ['transient', 503],
  ['login', 401],
  ['task', 400],
] as const)('%s by the status %d that the CLI reports apart', (failure, status) => {
  expect(classifyFailure('API Error', status)).toBe(failure);
});

/** What dates are counted from. */
const NOW = Date.UTC(2026, 10, 21, 10);

test.each([
  ['Rate limit reached. Please try again in 1.2s.', 1200],
  ['try again in 20s', 20_000],
  ['Please try again in 350ms', 350],
  ['try again in 3 minutes', 180_000],
  ['Try again in 1 hour and 5 minutes.', 3_900_000],
  ['try again in 1m30s', 90_000],
  ['retry-after: 5', 5000],
  ['"retry-after":"7"', 7000],
  ['retry after 5 seconds', 5000],
  ['Retry-After-Ms: 250', 250],
  ['retrying in 2 s', 2000],
  ['please wait 10 seconds', 10_000],
  ['exceeded retry limit, last status: 429 Too Many Requests', null],
  ['try again later', null],
  ['try again in a moment', null],
  ['Retry-After: Sat, 21 Nov 2026 10:01:30 GMT', 90_000],
  ['{"retry-after":"Sat, 21 Nov 2026 10:00:05 GMT"}', 5_000],
  ['retry-after: Saturday, 21-Nov-26 10:00:05 GMT', 5_000],
  ['Retry-After: Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ['Retry-After: Sat, 99 Foo 2026 10:00:00 GMT', null],
] as const)('the hint in "%s" is %j ms', (words, ms) => {
  expect(readRetryHint(words, NOW)).toBe(ms);
});
