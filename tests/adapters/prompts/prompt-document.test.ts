import matter from 'gray-matter';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parsePromptDocument } from '../../../src/adapters/prompts/prompt-document.ts';
import { OrchestratorError } from '../../../src/domain/errors.ts';

const schema = z.strictObject({ role: z.string(), tags: z.array(z.string()).default([]) });
const parse = (text: string) => parsePromptDocument('agents/x.md', text, schema);

const failure = (text: string): OrchestratorError => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
  throw new Error('the document was accepted');
};

/** Set by code that must not run. */
const trap = globalThis as { promptCodeRan?: boolean };
const HOSTILE = '---js\n{ role: ((globalThis.promptCodeRan = true), "x") }\n---\nbody\n';

describe('parsePromptDocument', () => {
  test('gives data, body and the lines of both', () => {
    const document = parse('---\nrole: x\ntags: [a]\n---\nfirst\nsecond\n');
    expect(document).toMatchObject({ data: { role: 'x', tags: ['a'] }, body: 'first\nsecond\n', bodyLine: 5 });
    expect(document.lineOf('tags')).toBe(3);
  });

  test('reads through a byte order mark and CRLF', () => {
    expect(parse('\uFEFF---\r\nrole: x\r\n---\r\nbody\r\n')).toMatchObject({ data: { role: 'x' }, body: 'body\n' });
  });

  test('INV-6: a block in another language is refused and not run', () => {
    expect(failure(HOSTILE).message).toBe(
      'agents/x.md:1: the frontmatter names the language "js"; it is YAML, unnamed',
    );
    expect(failure('---json\n{"role": "x"}\n---\n').message).toContain('"json"');
    expect(trap.promptCodeRan).toBeUndefined();
  });

  test("the harm without the guard: gray-matter's defaults run the block", () => {
    try {
      expect(matter(HOSTILE).data).toEqual({ role: 'x' });
      expect(trap.promptCodeRan).toBe(true);
    } finally {
      delete trap.promptCodeRan;
    }
  });

  test('INV-13: a malformed file is refused every time, with its line', () => {
    const malformed = '---\nrole: [x\n---\nbody\n';
    for (const attempt of [1, 2])
      expect(failure(malformed).message, `attempt ${attempt}`).toMatch(/^agents\/x\.md:[23]: /);
  });

  test("the harm without the guard: gray-matter's cache answers the second time with nothing", () => {
    const malformed = '---\nrole: [y\n---\nbody\n';
    expect(() => matter(malformed)).toThrow();
    expect(matter(malformed).data).toEqual({});
  });

  test.each([
    ['no frontmatter', 'role: x\n', ':1: it does not begin with a frontmatter block'],
    ['an open block', '---\nrole: x\nbody\n', ':1: its frontmatter block does not end'],
    ['a key that stands twice', '---\nrole: x\nrole: y\n---\n', ':3: '],
    ['an unknown key', '---\nrole: x\nshell: bash\n---\n', ':3: `shell`'],
    ['a wrong type', '---\ntags: []\nrole: 7\n---\n', ':3: `role`'],
    ['a list', '---\n- role\n---\n', ':1: '],
    ['an empty block', '---\n---\nbody\n', ':1: `role`'],
  ])('refuses %s', (_, text, message) => {
    const error = failure(text);
    expect(error.code).toBe('prompt-invalid');
    expect(error.message).toContain(message);
  });
});
