import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type ErrorCode, OrchestratorError } from '../domain/errors.ts';
import { describeIssues } from './describe-issue.ts';
import { reasonOf } from './reason-of.ts';
import { openYaml } from './yaml-text.ts';

/**
 * Reads a YAML file that must fit a schema.
 * @throws OrchestratorError with `code`; its message has a line `file:line:column: message` for every mistake
 */
export const readYaml = <Value>(file: string, schema: z.ZodType<Value>, code: ErrorCode): Value => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OrchestratorError(code, `${file}: cannot be read (${reasonOf(cause)})`, 'Make the file readable.', {
      cause,
    });
  }
  return parseYaml(text, file, schema, code);
};

/** The same for a text that is at hand already; `file` is only named in messages. */
export const parseYaml = <Value>(text: string, file: string, schema: z.ZodType<Value>, code: ErrorCode): Value => {
  const yaml = openYaml(text, file);
  if (yaml.problems.length > 0) throw invalid(yaml.problems, code);
  const result = schema.safeParse(yaml.value());
  if (result.success) return result.data;
  const findings = describeIssues(schema, result.error.issues);
  throw invalid(
    findings.map(({ path, atKey, message }) => {
      const name = path.length === 0 || atKey ? '' : `${path.map(String).join('.')}: `;
      return `${atKey ? yaml.placeOfKey(path) : yaml.place(path)}: ${name}${message}`;
    }),
    code,
  );
};

const invalid = (lines: readonly string[], code: ErrorCode): OrchestratorError =>
  new OrchestratorError(code, lines.join('\n'), 'Correct the file at the places named.');
