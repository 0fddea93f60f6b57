import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Frontmatter } from '../../ports/frontmatter.ts';
import { frontmatterPlaces, type Place, type PlaceOf } from './frontmatter-places.ts';

/** A prompt file taken apart: what its frontmatter says and the text below it. */
export interface PromptDocument<Data> {
  /** Path as messages show it. */
  readonly file: string;
  readonly data: Data;
  readonly body: string;
  /** Line of the file on which `body` begins, from 1. */
  readonly bodyLine: number;
  /** Where a frontmatter key stands; the top of the file for one that is not there. */
  readonly placeOf: (key: string) => Place;
}

/**
 * Reads a prompt file.
 * @throws OrchestratorError `prompt-invalid`; its message has a line `file:line:column: problem` for every mistake
 */
export function parsePromptDocument<Schema extends z.ZodObject>(
  frontmatter: Frontmatter,
  file: string,
  source: string,
  schema: Schema,
): PromptDocument<z.infer<Schema>> {
  const reading = frontmatter.read(source);
  if (!reading.ok) throw invalidPrompt(file, { line: reading.line, column: 1 }, reading.problem);
  const { fields, body } = reading;
  const lines = source.split('\n');
  const bodyLine = lines.length - body.split('\n').length + 1;
  const placeOf = frontmatterPlaces(lines.slice(0, bodyLine - 1));
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw invalid(describe(file, parsed.error.issues, Object.keys(schema.shape), placeOf));
  return { file, data: parsed.data, body, bodyLine, placeOf: (key) => placeOf([key], 'key') };
}

export const invalidPrompt = (file: string, place: Place, problem: string): OrchestratorError =>
  invalid([lineOf(file, place, problem)]);

/** Where an offset of a document's body stands in its file. */
export const placeInBody = ({ body, bodyLine }: PromptDocument<unknown>, offset: number): Place => {
  const lines = body.slice(0, offset).split('\n');
  return { line: bodyLine + lines.length - 1, column: (lines.at(-1)?.length ?? 0) + 1 };
};

const invalid = (lines: readonly string[]): OrchestratorError =>
  new OrchestratorError('prompt-invalid', lines.join('\n'), 'Mend the file, or restore the one that was shipped.');

const lineOf = (file: string, { line, column }: Place, problem: string): string =>
  `${file}:${line}:${column}: ${problem}`;

/** One line for each mistake, with the nearest known key beside an unknown one. */
const describe = (
  file: string,
  issues: readonly z.core.$ZodIssue[],
  known: readonly string[],
  placeOf: PlaceOf,
): readonly string[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const problem = `unknown key "${key}", the nearest known key is "${closest(key, [...known])}"`;
        return lineOf(file, placeOf([...issue.path, key], 'key'), problem);
      });
    }
    const name = issue.path.length === 0 ? '' : `\`${issue.path.map(String).join('.')}\`: `;
    return [lineOf(file, placeOf(issue.path, 'value'), `${name}${issue.message}`)];
  });
