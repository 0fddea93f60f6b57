import { printedText } from './printed-text.ts';
import type { ShellCommand } from './shell-command.ts';
import { createShellNames } from './shell-names.ts';
import { readToken } from './shell-tokens.ts';

/**
 * Takes the simple commands out of a shell script as far as that is possible without running it: split at operators, line
 * ends, parentheses and substitutions; quotes, comments, keywords and redirections removed; variables, aliases and
 * substitutions replaced where the script itself says what they are (`g=git; $g`, `$(echo git)`). What it computes in any
 * other way stays as it was written (`$CMD`). The result serves to find what is written openly, never to allow anything.
 */
export function shellCommands(script: string): ShellCommand[] {
  const names = createShellNames();
  const commands: Draft[] = [];
  const outer: Frame[] = [];
  let frame = newFrame(null, 0);
  let documents: HereDocument[] = [];

  const add = (text: string, quoted: boolean): void => {
    frame.word = (frame.word ?? '') + text;
    frame.quoted ||= quoted;
  };
  const addValue = (value: string): void => {
    for (const [index, piece] of (frame.inQuotes ? [value] : value.split(/\s+/)).entries()) {
      if (index > 0) endWord();
      if (piece !== '') add(piece, true);
    }
  };
  const endWord = (): void => {
    const { word, quoted, leads, draft } = frame;
    frame.word = null;
    frame.quoted = false;
    if (word === null) return;
    frame.leads = null;
    if (leads === '<<<') draft.stdin = word;
    else if (leads?.startsWith('<<')) documents.push({ of: draft, end: word, tabs: leads === '<<-', quoted });
    else if (leads === null && !quoted && word === '{' && GROUPS.has(draft.argv[0] ?? '{')) dropCommand();
    else if (leads === null && (quoted || draft.argv.length > 0 || !KEYWORDS.has(word)))
      for (const choice of quoted ? [word] : alternatives(word)) draft.argv.push(choice);
  };
  const endCommand = (): void => {
    endWord();
    const { draft } = frame;
    draft.argv = names.resolve(draft.argv);
    if (draft.argv.length > 0) commands.push(draft);
    frame.draft = newDraft();
    frame.leads = null;
  };
  /** What stands in front of a lone `)`, of the `()` of a definition or of a group is a name and no command. */
  const dropCommand = (): void => {
    endWord();
    frame.draft = newDraft();
  };
  const open = (closes: Frame['closes'], isValue: boolean): void => {
    if (!isValue) endCommand();
    outer.push(frame);
    frame = newFrame(closes, commands.length, isValue);
  };
  const close = (): void => {
    endCommand();
    const { first, isValue } = frame;
    frame = outer.pop() ?? newFrame(null, commands.length);
    if (!isValue) return;
    const [only] = commands.length === first + 1 ? commands.slice(first) : [];
    const text = only === undefined || only.from !== null ? null : printedText(only);
    addValue(names.expanded(text?.trimEnd() ?? null) ?? UNKNOWN);
  };

  const endAt = (operator: string): void => {
    if (operator === '(') open(')', false);
    else if (operator !== ')') endCommand();
    else if (frame.closes === ')') close();
    else dropCommand();
    if (/^\|&?$/.test(operator)) frame.draft.from = commands.at(-1) ?? null;
  };

  for (let position = 0; position < script.length; ) {
    const { token, end } = readToken(script, position, frame.inQuotes);
    position = end;
    switch (token.kind) {
      case 'text':
        add(token.text, token.quoted || frame.inQuotes);
        break;
      case 'quote':
        add('', true);
        frame.inQuotes = !frame.inQuotes;
        break;
      case 'substitution':
        if (token.closes === '`' && frame.closes === '`') close();
        else open(token.closes, true);
        break;
      case 'variable':
        addValue(names.expanded(names.valueOf(token.name)) ?? token.written);
        break;
      case 'redirection':
        endWord();
        frame.leads = token.sign;
        break;
      case 'operator':
        if (token.sign === '(' && /^\s*\)/.test(script.slice(position, position + 8))) dropCommand();
        endAt(token.sign);
        if (!token.sign.includes('\n')) break;
        for (const document of documents) position = readDocument(script, position, document, commands);
        documents = [];
        break;
      case 'space':
        endWord();
        break;
      case 'nothing':
        break;
    }
  }
  for (; outer.length > 0; frame = outer.pop() ?? frame) endCommand();
  endCommand();
  for (const draft of commands) if (draft.from !== null) draft.stdin ??= printedText(draft.from);
  return commands;
}

interface Draft extends ShellCommand {
  argv: string[];
  stdin: string | null;
  /** What is piped into it. */
  from: Draft | null;
}

/** A substitution or a subshell that is open, or the script itself. */
interface Frame {
  readonly closes: ')' | '`' | null;
  /** How many commands there were when it was opened. */
  readonly first: number;
  /** Is what it prints a part of the word around it? */
  readonly isValue: boolean;
  draft: Draft;
  word: string | null;
  /** Was a part of the word quoted? */
  quoted: boolean;
  inQuotes: boolean;
  /** The redirection that the next word belongs to. */
  leads: string | null;
}

interface HereDocument {
  readonly of: Draft;
  readonly end: string;
  readonly tabs: boolean;
  readonly quoted: boolean;
}

const newDraft = (): Draft => ({ argv: [], stdin: null, from: null });

function newFrame(closes: Frame['closes'], first: number, isValue = false): Frame {
  return { closes, first, isValue, draft: newDraft(), word: null, quoted: false, inQuotes: false, leads: null };
}

/** Stands for what a substitution prints, where that is not known. */
const UNKNOWN = '$()';

/** Words of a shell's grammar after which another command begins. */
const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '}']);

/** Words in front of a `{` that begins a group of commands; the last is the group alone. */
const GROUPS = new Set(['function', 'coproc', '{']);

/** `a{b,c}` is `ab ac`. */
function alternatives(word: string): string[] {
  const [, before = '', list, after = ''] = /^([^{}]*)\{([^{}]*,[^{}]*)\}([^{}]*)$/.exec(word) ?? [];
  return list === undefined ? [word] : list.split(',').map((choice) => before + choice + after);
}

/** @returns where the document ends */
function readDocument(
  script: string,
  start: number,
  { of, end, tabs, quoted }: HereDocument,
  commands: Draft[],
): number {
  let position = start;
  let body = '';
  while (position < script.length) {
    const lineEnd = script.indexOf('\n', position);
    const line = script.slice(position, lineEnd < 0 ? undefined : lineEnd).replace(tabs ? /^\t+/ : /^/, '');
    position = lineEnd < 0 ? script.length : lineEnd + 1;
    if (line === end) break;
    body += `${line}\n`;
  }
  of.stdin = body;
  // What a document without quotes substitutes is run like that of a text in double quotes.
  if (!quoted && /\$\(|`/.test(body))
    commands.push({ ...newDraft(), argv: ['eval', `: "${body.replaceAll('"', ' ')}"`] });
  return position;
}
