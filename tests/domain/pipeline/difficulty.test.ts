import { describe, expect, it } from 'vitest';
import { difficultyOf } from '../../../src/domain/pipeline/difficulty.ts';
import type { Rejection, Task } from '../../../src/domain/task.ts';

const task = (overrides: Partial<Task>): Pick<Task, 'kind' | 'prompt' | 'dependsOn' | 'rejections'> => ({
  kind: 'feature',
  prompt: 'x'.repeat(1_000),
  dependsOn: [],
  rejections: [],
  ...overrides,
});

const rejected: Rejection = {
  stage: 'review',
  to: 'development',
  gate: 'review-verdict',
  reason: 'no',
  candidate: 't',
};

describe('how hard a task looks (MA-306)', () => {
  it.each<[string, Partial<Task>]>([
    ['easy', { kind: 'docs' }],
    ['easy', { kind: 'chore', prompt: 'Bump the copyright year.' }],
    ['normal', {}],
    ['normal', { prompt: 'Say hello.' }],
    ['normal', { kind: 'refactor', dependsOn: [] }],
    ['hard', { kind: 'migration' }],
    ['hard', { kind: 'refactor', dependsOn: ['T-1', 'T-2'] }],
    ['hard', { kind: 'refactor', prompt: 'x'.repeat(4_000) }],
    ['hard', { rejections: [rejected] }],
    ['hard', { kind: 'docs', rejections: [rejected, rejected] }],
  ])('%s: %o', (difficulty, overrides) => {
    expect(difficultyOf(task(overrides))).toBe(difficulty);
  });
});
