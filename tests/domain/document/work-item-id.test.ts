import { expect, it } from 'vitest';
import { workItemId } from '../../../src/domain/document/work-item-id.ts';

it.each([
  [7, 'ORCH-007'],
  [123, 'ORCH-123'],
  [1234, 'ORCH-1234'],
])('number %i is %s', (number, id) => {
  expect(workItemId('ORCH', number)).toBe(id);
});
