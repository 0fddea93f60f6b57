import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { parsePromptDocument } from '../../../src/adapters/prompts/prompt-document.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';

const schema = z.strictObject({ role: z.string(), tags: z.array(z.string()).default([]) });
const parse = (text: string) => parsePromptDocument(createFrontmatter(), 'agents/x.md', text, schema);

const failure = (text: string): OrchestratorError => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
  throw new Error('the document was accepted');
};

describe('parsePromptDocument', () => {
  test('gives data, body and the lines of both', () => {
    const document = parse('---\nrole: x\ntags: [a]\n---\nfirst\nsecond\n');
    expect(document).toMatchObject({ data: { role: 'x', tags: ['a'] }, body: 'first\nsecond\n', bodyLine: 5 });
    expect(document.placeOf('tags')).toEqual({ line: 3, column: 1 });
  });

  test('reads through a byte order mark and CRLF', () => {
    const document = parse('\uFEFF---\r\nrole: x\r\n---\r\nbody\r\n');
    expect(document).toMatchObject({ data: { role: 'x' }, body: 'body\n', bodyLine: 4 });
    expect(document.placeOf('role')).toEqual({ line: 2, column: 1 });
  });

  test('INV-6: a block in another language is refused', () => {
    expect(failure('---js\n{ role: "x" }\n---\nbody\n').message).toBe(
      'agents/x.md:1:1: the frontmatter names the language "js"; it is YAML, unnamed',
    );
  });

  test('INV-13: a malformed file is refused every time, with its line', () => {
    const malformed = '---\nrole: [x\n---\nbody\n';
    for (const attempt of [1, 2])
      expect(failure(malformed).message, `attempt ${attempt}`).toMatch(/^agents\/x\.md:[23]:1: /);
  });

  test.each([
    ['no frontmatter', 'role: x\n', ':1:1: no frontmatter'],
    ['an open block', '---\nrole: x\nbody\n', ':1:1: malformed frontmatter: the block does not end'],
    ['a key that stands twice', '---\nrole: x\nrole: y\n---\n', ':3:1: '],
    ['an unknown key', '---\nrole: x\nrol: y\n---\n', ':3:1: unknown key "rol", the nearest known key is "role"'],
    ['a wrong type', '---\ntags: []\nrole: 7\n---\n', ':3:7: `role`'],
    ['an item of a list', '---\nrole: x\ntags:\n  - a\n  - 7\n---\n', ':5:5: `tags.1`'],
    ['a list', '---\n- role\n---\n', ':1:1: '],
    ['an empty block', '---\n---\nbody\n', ':1:1: `role`'],
  ])('refuses %s', (_, text, message) => {
    const error = failure(text);
    expect(error.code).toBe('prompt-invalid');
    expect(error.message).toContain(message);
  });

  test('names every mistake in a line of its own', () => {
    const { message } = failure('---\nrole: 7\nrol: x\ntag: [a]\n---\n');
    const places = message.split('\n').map((line) => line.split(' ')[0]);
    expect(places).toEqual(['agents/x.md:2:7:', 'agents/x.md:3:1:', 'agents/x.md:4:1:']);
  });
});
