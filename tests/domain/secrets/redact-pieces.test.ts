import { expect, it } from 'vitest';
import { createRedactor } from '../../../src/domain/secrets/redact.ts';
import { redactPieces } from '../../../src/domain/secrets/redact-pieces.ts';

const SECRETS = ['sk-0123456789', 'sk-0123456789-and-more'];

async function* inPieces(text: string, size: number): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const all = async (pieces: AsyncIterable<string>): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const piece of pieces) found.push(piece);
  return found;
};

it.for([1, 2, 5, 13, 22, 100])(
  'INV-12: a secret is taken out wherever pieces of %d characters cut it',
  async (size) => {
    const text = 'key sk-0123456789, sk-0123456789-and-more; sk-012 is none, and sk-';
    const expected = 'key [secret], [secret]; sk-012 is none, and sk-';
    expect((await all(redactPieces(inPieces(text, size), SECRETS))).join('')).toBe(expected);
  },
);

it('INV-12: where each piece alone would let it through', async () => {
  const pieces = await all(inPieces('sk-0123456789', 7));
  expect(pieces.map(createRedactor(SECRETS)).join('')).toBe('sk-0123456789');
});
