import { splitLines } from '../text/split-lines.ts';
import { usageError } from '../usage-error.ts';

interface GuardItem {
  readonly worktree: string;
  readonly command: string;
}

/**
 * Reads commands, one a line: a JSON string, an object `{"worktree","command"}`, or, where a line is no JSON, its text.
 * @param worktree where a command runs that names none
 * @throws `usage` with the number of the line that is neither
 */
export const readGuardItems = async (input: NodeJS.ReadableStream, worktree: string): Promise<readonly GuardItem[]> => {
  const items: GuardItem[] = [];
  input.setEncoding('utf8');
  for await (const line of splitLines(texts(input))) items.push(parseItem(line.trim(), worktree, items.length + 1));
  return items;
};

async function* texts(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const piece of input) yield String(piece);
}

const parseItem = (line: string, worktree: string, position: number): GuardItem => {
  if (!/^["{]/.test(line)) return { worktree, command: line };
  const value = parseJson(line);
  if (typeof value === 'string') return { worktree, command: value };
  if (isItem(value)) return { worktree: value.worktree ?? worktree, command: value.command };
  throw usageError(
    `command ${position} on stdin is neither a JSON string nor an object {"worktree","command"}`,
    'write a command that begins with a quote or a brace as a JSON string',
  );
};

const isItem = (value: unknown): value is { readonly worktree?: string; readonly command: string } =>
  typeof value === 'object' &&
  value !== null &&
  'command' in value &&
  typeof value.command === 'string' &&
  (!('worktree' in value) || typeof value.worktree === 'string') &&
  Object.keys(value).every((key) => key === 'worktree' || key === 'command');

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
