import { expect, it } from 'vitest';
import { boardStatusOf, statusOfStage } from '../../src/domain/board.ts';

it.each([
  ['created', 'todo'],
  ['analysis', 'in_progress'],
  ['architecture', 'architecture'],
  ['development', 'development'],
  ['review', 'review'],
  ['testing', 'testing'],
  ['deploy-staging', 'in_progress'],
  ['deploy', 'in_progress'],
  ['done', 'done'],
  ['bogus', null],
  ['constructor', null],
])('the stage %s is shown as %s (MA-133)', (stage, status) => {
  expect(statusOfStage(stage)).toBe(status);
});

it.each([
  ['In Progress', 'in_progress'],
  [' needs-input ', 'needs_input'],
  ['DONE', 'done'],
  ['doing', null],
  ['', null],
])('a person who writes "%s" means %s', (written, status) => {
  expect(boardStatusOf(written)).toBe(status);
});
