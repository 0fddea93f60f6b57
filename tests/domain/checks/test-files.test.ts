import { expect, it } from 'vitest';
import { isTestFile } from '../../../src/domain/checks/test-files.ts';

it.each([
  'test/greet.js',
  'tests/unit/greet.py',
  'src/__tests__/greet.tsx',
  'spec/greet_spec.rb',
  'src/greet.test.ts',
  'src/greet.spec.mjs',
  'src/greet-test.js',
  'greet_test.go',
  'tests.py',
  'test_greet.py',
  'conftest.py',
  'test.js',
])('%s is a test', (path) => expect(isTestFile(path)).toBe(true));

it.each(['src/greet.js', 'src/latest.js', 'src/contest.js', 'src/attest/index.js', 'docs/testing.md', 'protest.py'])(
  '%s is none',
  (path) => expect(isTestFile(path)).toBe(false),
);
