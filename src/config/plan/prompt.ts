import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../reason-of.ts';

/** A task's text, or why the file has none. */
export type PlanPrompt = { readonly file: string; readonly text: string } | { readonly problem: string };

/** Agents read a prompt whole; a larger file is one that was named by mistake. */
const MOST_BYTES = 256 * 1024;

/** Reads prompts by their paths from the plan's directory; a file that several tasks share is read once. */
export const createPromptReader = (directory: string): ((path: string) => PlanPrompt) => {
  const known = new Map<string, PlanPrompt>();
  return (path) => {
    const prompt = known.get(path) ?? readPrompt(directory, path);
    known.set(path, prompt);
    return prompt;
  };
};

const readPrompt = (directory: string, path: string): PlanPrompt => {
  const file = resolve(directory, path);
  const bytes = readBytes(file);
  if (typeof bytes === 'string') return { problem: `${file} ${bytes}` };
  if (!isUtf8(bytes)) return { problem: `${file} is not UTF-8 text` };
  const text = new TextDecoder().decode(bytes);
  return SAYS_SOMETHING.test(text) ? { file, text } : { problem: `${file} is empty` };
};

/** The bytes of a file, or why there are none. */
const readBytes = (file: string): Buffer | string => {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) return 'is a directory, expected a file';
    if (!stat.isFile()) return 'is no ordinary file';
    if (stat.size > MOST_BYTES) return `is larger than ${MOST_BYTES / 1024} KiB, more than a prompt may be`;
    return readFileSync(file);
  } catch (error) {
    const reason = reasonOf(error);
    return reason === 'ENOENT' || reason === 'ENOTDIR' ? 'does not exist' : `cannot be read (${reason})`;
  }
};

/** A character that is neither space nor invisible. */
const SAYS_SOMETHING = /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
