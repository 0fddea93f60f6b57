import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/domain/errors.ts';
import { readDocument, tableRows } from './markdown.ts';

const rows = tableRows(readDocument('docs/errors.md'));

it('lists exactly the codes there are, in their order, with fault, retry and exit code', () => {
  const documented = rows.map(([code, fault, again, exit]) => [code, fault, again, exit]);
  const existing = Object.entries(ERROR_CODES).map(([code, { fault, retryable, exit }]) => [
    `\`${code}\``,
    fault,
    retryable ? 'yes' : 'no',
    String(exit),
  ]);
  expect(documented).toEqual(existing);
});

it('says of each what it means and what to do', () => {
  expect(rows.filter(([, , , , means, next]) => !means || !next)).toEqual([]);
});
