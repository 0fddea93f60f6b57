import { expect, it } from 'vitest';
import { createRedactor } from '../../../src/domain/secrets/redact.ts';

it('takes out every known secret, also one that holds another (INV-12)', () => {
  const redact = createRedactor(['sk-secret', 'sk-secret-and-more']);
  expect(redact('a sk-secret-and-more b sk-secret c sk-secret')).toBe('a [secret] b [secret] c [secret]');
});

it('leaves values alone that are too short to be secrets', () => {
  expect(createRedactor(['main', ''])('main stays')).toBe('main stays');
});

it('takes secrets literally', () => {
  expect(createRedactor(['s.e*c(ret$&'])('s.e*c(ret$& and secEcret')).toBe('[secret] and secEcret');
});
