import matter from 'gray-matter';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';

/** A prompt file taken apart: what its frontmatter says and the text below it. */
export interface PromptDocument<Data> {
  /** Path as messages show it. */
  readonly file: string;
  readonly data: Data;
  readonly body: string;
  /** Line of the file on which `body` begins, from 1. */
  readonly bodyLine: number;
  /** Line of a frontmatter key, from 1. */
  readonly lineOf: (key: string) => number;
}

/**
 * Reads a prompt file. This is the one place that uses `gray-matter`, whose defaults evaluate a block that opens with
 * `---js` as JavaScript and answer a malformed file with `{}` the second time they see it (INV-6).
 * @throws OrchestratorError `prompt-invalid` with file and line
 */
export function parsePromptDocument<Schema extends z.ZodType>(
  file: string,
  source: string,
  schema: Schema,
): PromptDocument<z.infer<Schema>> {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (!/^---[^-]/.test(text)) throw invalidPrompt(file, 1, 'it does not begin with a frontmatter block');
  const language = matter.language(text).name;
  if (language !== '')
    throw invalidPrompt(file, 1, `the frontmatter names the language "${language}"; it is YAML, unnamed`);
  if (!/\n---[ \t]*(?:\n|$)/.test(text)) throw invalidPrompt(file, 1, 'its frontmatter block does not end');

  const { data, content } = matter(text, {
    language: 'yaml',
    engines: { yaml: (block: string) => parseYaml(file, block), javascript: refuse, json: refuse },
  });
  const head = text.slice(0, text.length - content.length).split('\n');
  const lineOf = (key: string): number => Math.max(1, head.findIndex((line) => line.startsWith(`${key}:`)) + 1);
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = String(issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : ''));
    throw invalidPrompt(file, lineOf(key), `${key === '' ? '' : `\`${key}\`: `}${issue?.message ?? 'unreadable'}`);
  }
  return { file, data: parsed.data, body: content, bodyLine: head.length, lineOf };
}

export const invalidPrompt = (file: string, line: number, problem: string): OrchestratorError =>
  new OrchestratorError(
    'prompt-invalid',
    `${file}:${line}: ${problem}`,
    'Mend the file, or restore the one that was shipped.',
  );

const refuse = (): never => {
  throw new Error('only YAML is read');
};

const parseYaml = (file: string, block: string): object => {
  const document = parseDocument(block, { uniqueKeys: true, schema: 'core' });
  const problem = document.errors[0];
  // The block follows the dashes, so that its first line is empty and its numbers are the file's.
  if (problem) throw invalidPrompt(file, problem.linePos?.[0].line ?? 1, problem.message.split('\n')[0] ?? '');
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null) throw invalidPrompt(file, 1, 'the frontmatter is no mapping');
  return value;
};
