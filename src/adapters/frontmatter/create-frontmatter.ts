import matter from 'gray-matter';
import { parseDocument } from 'yaml';
import type { Frontmatter, FrontmatterReading } from '../../ports/frontmatter.ts';

/**
 * Reads frontmatter with `gray-matter`, whose defaults run a block that opens with `---js` as JavaScript and answer a malformed
 * document with no fields the second time they see it. Both are off here, and here alone that package is used (INV-6).
 */
export const createFrontmatter = (): Frontmatter => ({
  read: (source) => reading(source, readBlock),
  readYaml: (source) =>
    reading(source, (text) => {
      refuseControls(text);
      return { ok: true, fields: parseYaml(text), body: '' };
    }),
});

const reading = (source: string, read: (text: string) => FrontmatterReading): FrontmatterReading => {
  try {
    return read(source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message, line: error.line };
    return { ok: false, problem: `unreadable frontmatter: ${firstLine(String(error))}`, line: 1 };
  }
};

/** Far more than any report's fields need, and little enough that parsing it costs nothing. */
const MOST_CHARACTERS = 16 * 1024;

const readBlock = (text: string): FrontmatterReading => {
  if (!/^---[^-]/.test(text)) throw new Unreadable('no frontmatter: it does not begin with a line `---`');
  const language = matter.language(text).name;
  if (language !== '')
    throw new Unreadable(`the frontmatter names the language "${language.slice(0, 40)}"; it is YAML, unnamed`);
  const end = text.indexOf('\n---');
  if (end < 0) throw new Unreadable('malformed frontmatter: the block does not end');
  const [restOfLine = ''] = text.slice(end + '\n---'.length).split('\n', 1);
  if (/[^ \t]/.test(restOfLine))
    throw new Unreadable(
      'malformed frontmatter: more than `---` stands on the line that ends it',
      lineAt(text, end + 1),
    );
  if (end > MOST_CHARACTERS)
    throw new Unreadable(`malformed frontmatter: the block is longer than ${MOST_CHARACTERS} characters`);
  refuseControls(text.slice(0, end));

  // With options given, the package's cache is neither asked nor filled.
  const { data } = matter(text, {
    language: 'yaml',
    engines: { yaml: parseYaml, javascript: refuse, json: refuse },
  });
  return { ok: true, fields: data, body: text.slice(end + '\n---'.length + restOfLine.length + 1) };
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const refuseControls = (text: string): void => {
  const control = text.search(NOT_IN_YAML);
  if (control >= 0) throw new Unreadable('invalid YAML: a control character', lineAt(text, control));
};

/** What YAML allows in no document; some of it also means something to the parser itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const NOT_IN_YAML = /[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

const parseYaml = (block: string): Record<string, unknown> => {
  const document = parseDocument(block, { uniqueKeys: true, stringKeys: true, schema: 'core', logLevel: 'error' });
  // A warning is a type that YAML's core does not know: the value would not be what it says.
  const problem = document.errors[0] ?? document.warnings[0];
  // The block follows the dashes, so that its first line is empty and its numbers are the document's.
  if (problem) throw new Unreadable(`invalid YAML: ${firstLine(problem.message)}`, problem.linePos?.[0].line);
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unreadable('the frontmatter is not a mapping');
  return value as Record<string, unknown>;
};

const refuse = (): never => {
  throw new Unreadable('only YAML is read');
};

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/:$/, '') ?? '';

class Unreadable extends Error {
  readonly line: number;

  constructor(problem: string, line = 1) {
    super(problem);
    this.line = line;
  }
}
