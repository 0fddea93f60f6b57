import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { type Document, isPair, isScalar, type Pair, visit } from 'yaml';
import { reasonOf } from '../reason-of.ts';
import { openYaml, type YamlText } from '../yaml-text.ts';

/** A plan's text, or where and why there is none. */
type PlanText =
  | { readonly text: string }
  | { readonly problem: string; readonly line: number; readonly column: number };

/**
 * Reads the text of a plan.
 * @param path absolute
 */
export const readPlanText = (path: string): PlanText => {
  let bytes: Buffer;
  try {
    // Some have no end, and would be read for ever (INV-14).
    if (statSync(path).isCharacterDevice()) return { problem: 'this is a device, expected a plan file', ...START };
    bytes = readFileSync(path);
  } catch (error) {
    const reason = reasonOf(error);
    return { problem: UNREADABLE[reason] ?? `the file cannot be read (${reason})`, ...START };
  }
  if (!isUtf8(bytes)) return { problem: 'the file is not UTF-8 text', ...firstFault(bytes) };
  return { text: new TextDecoder().decode(bytes) };
};

const START = { line: 1, column: 1 };

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a directory, expected a plan file',
};

/** What cannot be decoded shows as U+FFFD. */
const firstFault = (bytes: Buffer): { readonly line: number; readonly column: number } => {
  const before = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? '';
  const lines = before.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
};

/**
 * Parses the text of a plan.
 * @param shown how messages name the file
 */
export const openPlan = (text: string, shown: string): YamlText =>
  openYaml(text, shown, { merge: true, prepare: keepSpelling });

/** A plan is made of text but for two keys: elsewhere `1.10` and `true` are what was written, not a number that lost its zero. */
const keepSpelling = (document: Document.Parsed): void => {
  visit(document, {
    Pair: (_key, pair, path) => {
      const isNumber = NUMBERS.has(nameOf(pair)) && !path.some((parent) => isPair(parent) && nameOf(parent) === 'env');
      return isNumber ? visit.SKIP : undefined;
    },
    Scalar: (_key, scalar) => {
      const isText = typeof scalar.value === 'string' || scalar.value === null;
      if (!isText && scalar.source !== undefined) scalar.value = scalar.source;
    },
  });
};

const NUMBERS: ReadonlySet<unknown> = new Set(['retries', 'timeout']);

const nameOf = ({ key }: Pair): unknown => (isScalar(key) ? key.value : null);
