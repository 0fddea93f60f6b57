import type { ShellCommand } from './shell-command.ts';

/** A substitution or a subshell that is open, or the script itself: the command that is being written there, word by word. */
export interface Frame {
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

/** A command that is not at its end yet. */
export interface Draft extends ShellCommand {
  argv: string[];
  stdin: string | null;
  /** What is piped into it. */
  from: Draft | null;
}

export const newDraft = (): Draft => ({ argv: [], stdin: null, from: null });

export function newFrame(closes: Frame['closes'], first: number, isValue = false): Frame {
  return { closes, first, isValue, draft: newDraft(), word: null, quoted: false, inQuotes: false, leads: null };
}

/** Puts a text behind what there is of a word, or begins one. */
export function addText(frame: Frame, text: string, quoted: boolean): void {
  frame.word = (frame.word ?? '') + text;
  frame.quoted ||= quoted;
}

/** Makes a whole word a part of the command, unless it only belongs to the grammar around it. */
export function addWord(frame: Frame, word: string, quoted: boolean): void {
  const { argv } = frame.draft;
  const [first] = argv;
  if (quoted) argv.push(word);
  else if (word === '{' && (first === undefined || GROUPS.has(first))) frame.draft = newDraft();
  // One by one: a call takes only so many arguments, and a list may hold more.
  else if (first !== undefined || !KEYWORDS.has(word)) for (const choice of alternatives(word)) argv.push(choice);
}

/** Words of a shell's grammar after which another command begins. */
const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '}']);

/** Words in front of a `{` that begins a group of commands all the same. */
const GROUPS = new Set(['function', 'coproc', '{']);

/** `a{b,c}` is `ab ac`. */
function alternatives(word: string): string[] {
  const [, before = '', list, after = ''] = /^([^{}]*)\{([^{}]*,[^{}]*)\}([^{}]*)$/.exec(word) ?? [];
  return list === undefined ? [word] : list.split(',').map((choice) => before + choice + after);
}
