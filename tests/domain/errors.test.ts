import { describe, expect, it } from 'vitest';
import { ERROR_CODES, OrchestratorError } from '../../src/domain/errors.ts';

describe('OrchestratorError', () => {
  it('carries cause, next step, fault and exit code', () => {
    const cause = new Error('EACCES');
    const error = new OrchestratorError('home-busy', 'Another one works here.', 'Wait for it.', { cause });
    expect(error).toMatchObject({
      name: 'OrchestratorError',
      code: 'home-busy',
      message: 'Another one works here.',
      next: 'Wait for it.',
      fault: 'user',
      retryable: true,
      exitCode: 2,
      cause,
    });
  });

  it('gives every code an exit code that says failure', () => {
    for (const { exit } of Object.values(ERROR_CODES)) expect([1, 2, 3, 4, 130]).toContain(exit);
  });

  it('ends with 2 only where the reader can change something', () => {
    const blameless = Object.entries(ERROR_CODES).filter(([, { exit, fault }]) => exit === 2 && fault !== 'user');
    expect(blameless.map(([code]) => code)).toEqual(['database-damaged']);
  });
});
