import { describe, expect, it } from 'vitest';
import { freeWorkItemId, nextWorkItemId, workItemId } from '../../../src/domain/document/work-item-id.ts';

it.each([
  [7, 'ORCH-007'],
  [123, 'ORCH-123'],
  [1234, 'ORCH-1234'],
])('number %i is %s', (number, id) => {
  expect(workItemId('ORCH', number)).toBe(id);
});

describe('nextWorkItemId', () => {
  const taken = ['ET-003', 'ET-010', 'ORCH-007', 'ET-notes', 'ETX-900', 'ET'];

  it.each([
    ['ET', 'ET-011'],
    ['ORCH', 'ORCH-008'],
    ['NEW', 'NEW-001'],
  ])('of %s is %s', (prefix, id) => {
    expect(nextWorkItemId(prefix, taken)).toBe(id);
  });

  it('begins with 001', () => {
    expect(nextWorkItemId('ET', [])).toBe('ET-001');
  });

  it('counts on beyond the width', () => {
    expect(nextWorkItemId('ET', ['ET-999'])).toBe('ET-1000');
  });
});

describe('freeWorkItemId', () => {
  it('leaves an id that is free, and one without a number', () => {
    expect(freeWorkItemId('ET-006', new Set())).toBe('ET-006');
    expect(freeWorkItemId('hotfix', new Set(['hotfix']))).toBe('hotfix');
  });

  it('walks to the next free number and keeps the width', () => {
    expect(freeWorkItemId('ET-006', new Set(['ET-006', 'ET-007']))).toBe('ET-008');
    expect(freeWorkItemId('ET-00009', new Set(['ET-00009']))).toBe('ET-00010');
    expect(freeWorkItemId('A-B-99', new Set(['A-B-99']))).toBe('A-B-100');
  });
});
