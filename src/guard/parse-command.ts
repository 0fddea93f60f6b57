/**
 * One page of rules turns a line into words. There is no shell behind it, so what a shell would interpret is refused
 * instead of being passed on with another meaning.
 *
 *  1. Words are split at spaces and tabs.
 *  2. 'Single quotes': everything up to the next one is text.
 *  3. "Double quotes": text too; \" \\ \$ and \` stand for the second character, another backslash for itself;
 *     $ and ` without a backslash are refused, for a shell would expand them.
 *  4. Quoted and bare pieces that touch are one word: g"i"t is git. "" is an empty word.
 *  5. Bare ; & | < > ( ) line ends, $ `, * ? [ ], { }, !, backslash, ~ and # at the start of a word: refused.
 *  6. Control characters are refused everywhere, except that tabs and line ends are text inside quotes.
 *     Invisible characters are refused outside quotes.
 *  7. An open quote, an empty line, a line of more than MAX_LENGTH characters: refused.
 */
import { controlFault, invisibleFault } from './characters.ts';
import type { Refusal } from './refusal.ts';

export type ParsedCommand = { readonly ok: true; readonly argv: string[] } | ({ readonly ok: false } & Refusal);

/** Longer than any prompt that is worth one call; keeps a runaway model from filling the log. */
const MAX_LENGTH = 1_000_000;

const OPERATOR = /[;&|<>()\r\n]/;
const GLOB = /[*?[\]]/;
const ESCAPABLE = /["\\$`]/;

/**
 * Splits one command line into an argv by the rules above. Never throws.
 *
 * @returns the words, or the name of the rule that refused the line (`parse.*`, `text.*`) and how to write it instead
 */
export function parseCommand(line: string): ParsedCommand {
  if (line.length > MAX_LENGTH) {
    return refuse(
      'parse.too-long',
      `A command has at most ${MAX_LENGTH} characters; put long text into a file of the worktree.`,
    );
  }
  const control = controlFault(line);
  if (control) return { ok: false, ...control };

  const argv: string[] = [];
  let word: string | null = null;
  let position = 0;
  while (position < line.length) {
    const char = String.fromCodePoint(line.codePointAt(position) ?? 0);
    if (char === ' ' || char === '\t') {
      if (word !== null) argv.push(word);
      word = null;
      position += 1;
    } else if (char === "'" || char === '"') {
      const quoted = char === "'" ? readSingleQuoted(line, position) : readDoubleQuoted(line, position);
      if (!quoted.ok) return quoted;
      word = (word ?? '') + quoted.text;
      position = quoted.end;
    } else {
      const fault = bareFault(char, word === null);
      if (fault) return { ok: false, ...fault };
      word = (word ?? '') + char;
      position += char.length;
    }
  }
  if (word !== null) argv.push(word);
  return argv.length === 0 ? refuse('parse.empty', 'The command is empty.') : { ok: true, argv };
}

type Quoted = { readonly ok: true; readonly text: string; readonly end: number } | ({ readonly ok: false } & Refusal);

function readSingleQuoted(line: string, start: number): Quoted {
  const end = line.indexOf("'", start + 1);
  if (end < 0)
    return refuse('parse.quote', 'A single quote is never closed; put text with an apostrophe in double quotes.');
  return { ok: true, text: line.slice(start + 1, end), end: end + 1 };
}

function readDoubleQuoted(line: string, start: number): Quoted {
  let text = '';
  let position = start + 1;
  while (position < line.length) {
    const char = line.charAt(position);
    if (char === '"') return { ok: true, text, end: position + 1 };
    if (char === '$' || char === '`') {
      return refuse(
        'parse.expansion',
        `A shell would expand "${char}" in double quotes and there is none here; use single quotes or \\${char}.`,
      );
    }
    const escaped = char === '\\' && ESCAPABLE.test(line.charAt(position + 1));
    text += escaped ? line.charAt(position + 1) : char;
    position += escaped ? 2 : 1;
  }
  return refuse('parse.quote', 'A double quote is never closed.');
}

function bareFault(char: string, startsWord: boolean): Refusal | null {
  if (OPERATOR.test(char)) {
    const shown = char === '\n' || char === '\r' ? 'a line end' : `"${char}"`;
    return fault(
      'parse.operator',
      `There is no shell, so ${shown} joins no commands and redirects nothing: send one command per call, or quote it if it is text.`,
    );
  }
  if (char === '$' || char === '`') {
    return fault(
      'parse.expansion',
      `There is no shell to expand "${char}": write the value itself, or put it in single quotes if it is text.`,
    );
  }
  if (GLOB.test(char))
    return fault(
      'parse.glob',
      `There is no shell to expand "${char}": name the files, or quote a pattern that the program itself reads.`,
    );
  if (char === '{' || char === '}')
    return fault(
      'parse.brace',
      `There is no shell to expand "${char}": write the words out, or quote it if it is text.`,
    );
  if (char === '!') return fault('parse.history', 'A bare "!" means history to a shell: quote it if it is text.');
  if (char === '\\') return fault('parse.backslash', 'A backslash outside quotes is refused: quote the word instead.');
  if (startsWord && char === '~')
    return fault('parse.tilde', 'There is no shell to expand "~": paths are relative to the worktree.');
  if (startsWord && char === '#')
    return fault('parse.comment', 'A shell would read "#" as a comment: leave it out, or quote it if it is text.');
  return char > '~' ? invisibleFault(char) : null;
}

function fault(rule: string, reason: string): Refusal {
  return { rule, reason };
}

function refuse(rule: string, reason: string): { readonly ok: false } & Refusal {
  return { ok: false, rule, reason };
}
