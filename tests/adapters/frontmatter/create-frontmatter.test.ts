import matter from 'gray-matter';
import { describe, expect, test } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { seededRandom } from '../../guard/seeded-random.ts';

const { read } = createFrontmatter();

/** Set by code that must not run. */
const trap = globalThis as { frontmatterRan?: boolean };
const HOSTILE = '---js\n{ verdict: ((globalThis.frontmatterRan = true), "APPROVED") }\n---\nbody\n';

describe('what is read', () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ['fields and body', '---\nverdict: APPROVED\nn: 1\n---\nbody\n', { verdict: 'APPROVED', n: 1 }, 'body\n'],
    ['through a byte order mark and CRLF', '\uFEFF---\r\nverdict: A\r\n---\r\na\r\nb', { verdict: 'A' }, 'a\nb'],
    ['a block at the very end', '---\nverdict: A\n---', { verdict: 'A' }, ''],
    ['spaces behind the dashes', '---  \nverdict: A\n--- \t\nbody', { verdict: 'A' }, 'body'],
    ['an empty block', '---\n---\nbody', {}, 'body'],
    ['null, list, tab and a date as they are', '---\na: ~\nb: [x]\nc:\ty\nd: 2026-01-31\n---\n', LITERALS(), ''],
    ['a later block as text', '---\na: x\n---\n---\na: y\n---\n', { a: 'x' }, '---\na: y\n---\n'],
    ['a key of the language itself as a field', '---\n__proto__: {a: x}\n---\n', OWN_PROTOTYPE(), ''],
  ])('%s', (_, text, fields, body) => {
    expect(read(text)).toEqual({ ok: true, fields, body });
  });

  function LITERALS() {
    return { a: null, b: ['x'], c: 'y', d: '2026-01-31' };
  }
  function OWN_PROTOTYPE() {
    return JSON.parse('{"__proto__": {"a": "x"}}') as Record<string, unknown>;
  }
});

describe('what cannot be read is a reason, never an exception (INV-13, MA-033)', () => {
  test.each([
    ['nothing', '', 'no frontmatter', 1],
    ['prose', 'verdict: APPROVED\n', 'no frontmatter', 1],
    ['prose before the block', 'Hello.\n---\nverdict: APPROVED\n---\n', 'no frontmatter', 1],
    ['a line before the block', '\n---\nverdict: APPROVED\n---\n', 'no frontmatter', 1],
    ['dashes alone', '---', 'no frontmatter', 1],
    ['more dashes', '----\nverdict: APPROVED\n----\n', 'no frontmatter', 1],
    ['an open block', '---\nverdict: APPROVED\n', 'malformed frontmatter: the block does not end', 1],
    ['an end with more on its line', '---\na: x\n---b: y\n---\n', 'malformed frontmatter: more than', 3],
    ['invalid YAML', '---\na: [x\n---\n', 'invalid YAML: Flow sequence', 2],
    ['a tab that indents', '---\na:\n\tb: x\n---\n', 'invalid YAML: ', 3],
    ['a key that stands twice', '---\na: x\na: x\n---\n', 'invalid YAML: Map keys must be unique', 3],
    ['a key that is no text', '---\n[a]: x\n---\n', 'invalid YAML: ', 2],
    ['a type of its own', '---\na: !verdict x\n---\n', 'invalid YAML: Unresolved tag', 2],
    ['a second document', '---\na: x\n...\nb: y\n---\n', 'invalid YAML: ', 4],
    ['a control character', '---\na: x\nb: \u0000\n---\n', 'invalid YAML: a control character', 3],
    ['a lone carriage return', '---\na: x\rb: y\n---\n', 'invalid YAML: a control character', 2],
    ['a list', '---\n- a\n---\n', 'the frontmatter is not a mapping', 1],
    ['a word', '---\nAPPROVED\n---\n', 'the frontmatter is not a mapping', 1],
    ['a null', '---\n~\n---\n', 'the frontmatter is not a mapping', 1],
    ['aliases that grow', `---\na: &a [x]\n${growing(30)}---\n`, 'unreadable frontmatter: ', 1],
    ['endless nesting', `---\na: ${'['.repeat(16_000)}\n---\n`, '', 1],
    ['a huge block', `---\na: ${'x'.repeat(17_000)}\n---\n`, 'longer than 16384 characters', 1],
  ])('%s', (_, text, problem, line) => {
    const reading = read(text);
    expect(reading).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
    if (problem !== '') expect(reading).toMatchObject({ line });
  });

  test('a mebibyte of garbage', () => {
    const random = seededRandom(1);
    const garbage = Array.from({ length: 2 ** 20 }, () => String.fromCodePoint(random.upTo(256))).join('');
    for (const text of [garbage, `---\n${garbage}`, `---\n${garbage}\n---\n`]) expect(read(text).ok).toBe(false);
  });

  test('2,000 documents of random bytes', () => {
    const random = seededRandom(2026);
    const pieces = [
      '---\n',
      '\n---\n',
      'verdict: ',
      'APPROVED',
      '\r\n',
      ': ',
      '- ',
      '[',
      '{',
      '"',
      "'",
      '&a ',
      '*a',
      '|',
      '!',
      '#',
    ];
    const byte = (): string => Buffer.from([random.upTo(256)]).toString('latin1');
    for (let round = 0; round < 2_000; round += 1) {
      const middle = Array.from({ length: random.upTo(60) }, () =>
        random.upTo(3) === 0 ? byte() : random.pick(pieces),
      );
      const bytes = Buffer.from(`${random.upTo(4) === 0 ? '' : '---\n'}${middle.join('')}\n---\n`, 'latin1');
      for (const text of [bytes.toString('latin1'), bytes.toString('utf8')]) {
        const reading = read(text);
        expect(reading.ok ? typeof reading.fields : reading.problem.length > 0, JSON.stringify(text)).toBeTruthy();
      }
    }
  });

  function growing(levels: number): string {
    return Array.from({ length: levels }, (_, level) => {
      const before = level === 0 ? 'a' : `b${level - 1}`;
      return `b${level}: &b${level} [*${before}, *${before}, *${before}]\n`;
    }).join('');
  }
});

describe('INV-6: nothing in a document is run', () => {
  test.each(['js', 'javascript', 'coffee', 'json', 'toml', 'yaml'])(
    'a block in the language %s is refused',
    (language) => {
      expect(read(HOSTILE.replace('js', language))).toMatchObject({
        ok: false,
        problem: `the frontmatter names the language "${language}"; it is YAML, unnamed`,
      });
      expect(trap.frontmatterRan).toBeUndefined();
    },
  );

  test("the harm without the guard: gray-matter's defaults run the block", () => {
    try {
      expect(matter(HOSTILE).data).toEqual({ verdict: 'APPROVED' });
      expect(trap.frontmatterRan).toBe(true);
    } finally {
      delete trap.frontmatterRan;
    }
  });
});

describe('a malformed document stays malformed', () => {
  test('it is refused every time', () => {
    const malformed = '---\nverdict: [x\n---\nbody\n';
    for (const attempt of [1, 2]) expect(read(malformed).ok, `attempt ${attempt}`).toBe(false);
  });

  test("the harm without the guard: gray-matter's cache answers the second time with nothing", () => {
    const malformed = '---\nverdict: [y\n---\nbody\n';
    expect(() => matter(malformed)).toThrow();
    expect(matter(malformed).data).toEqual({});
  });

  test("nor does a reading fill gray-matter's cache", () => {
    const text = '---\nverdict: APPROVED\n---\nnot to be kept\n';
    read(text);
    expect(Object.keys((matter as unknown as { cache: object }).cache)).not.toContain(text);
  });
});

describe('a file that is YAML from beginning to end', () => {
  const readYaml = createFrontmatter().readYaml;

  test('is read under the same rules, with its own line numbers', () => {
    expect(readYaml('\uFEFFa: 1\r\nb: [x]\r\n')).toEqual({ ok: true, fields: { a: 1, b: ['x'] }, body: '' });
    expect(readYaml('a: 1\na: 2\n')).toMatchObject({ ok: false, line: 2 });
    expect(readYaml('a: 1\nb: \u0007\n')).toMatchObject({
      ok: false,
      line: 2,
      problem: 'invalid YAML: a control character',
    });
    expect(readYaml('- a\n')).toMatchObject({ ok: false, problem: expect.stringContaining('not a mapping') });
  });
});
