import { type HereDocument, readHereDocument } from './here-document.ts';
import { printedText } from './printed-text.ts';
import { addText, addWord, type Draft, type Frame, newDraft, newFrame } from './shell-frame.ts';
import { createShellNames, type ShellNames } from './shell-names.ts';

/** How far a script has been read: what was found, and what is open at this place. */
export interface Reading {
  readonly names: ShellNames;
  readonly commands: Draft[];
  /** What is open around the frame, the outermost first. */
  readonly outer: Frame[];
  frame: Frame;
  /** Their texts begin behind the next line end. */
  documents: HereDocument[];
}

export function newReading(): Reading {
  return { names: createShellNames(), commands: [], outer: [], frame: newFrame(null, 0), documents: [] };
}

/** Outside of quotes what takes the place of a variable or of a substitution is split into words. */
export function addValue(reading: Reading, value: string): void {
  const { frame } = reading;
  for (const [index, piece] of (frame.inQuotes ? [value] : value.split(/\s+/)).entries()) {
    if (index > 0) endWord(reading);
    if (piece !== '') addText(frame, piece, true);
  }
}

export function endWord({ frame, documents }: Reading): void {
  const { word, quoted, leads, draft } = frame;
  if (word === null) return;
  frame.word = null;
  frame.quoted = false;
  frame.leads = null;
  if (leads === null) addWord(frame, word, quoted);
  else if (leads === '<<<') draft.stdin = word;
  else if (leads.startsWith('<<')) documents.push({ of: draft, end: word, tabs: leads === '<<-', quoted });
}

export function endCommand(reading: Reading): void {
  endWord(reading);
  const { frame, names, commands } = reading;
  const { draft } = frame;
  draft.argv = names.resolve(draft.argv);
  if (draft.argv.length > 0) commands.push(draft);
  frame.draft = newDraft();
  frame.leads = null;
}

/** What stands in front of a lone `)`, or of the `()` of a definition, is a name and no command. */
export function dropCommand(reading: Reading): void {
  endWord(reading);
  reading.frame.draft = newDraft();
}

/** The next command, once this one is ended, reads what it prints. */
export function pipe({ frame, commands }: Reading): void {
  frame.draft.from = commands.at(-1) ?? null;
}

export function openSubshell(reading: Reading): void {
  endCommand(reading);
  open(reading, ')', false);
}

export function openSubstitution(reading: Reading, closes: Frame['closes']): void {
  open(reading, closes, true);
}

function open(reading: Reading, closes: Frame['closes'], isValue: boolean): void {
  reading.outer.push(reading.frame);
  reading.frame = newFrame(closes, reading.commands.length, isValue);
}

/** Ends a subshell or a substitution; of the latter, what it prints goes into the word around it. */
export function close(reading: Reading): void {
  endCommand(reading);
  const { names, commands, outer } = reading;
  const { first, isValue } = reading.frame;
  reading.frame = outer.pop() ?? newFrame(null, commands.length);
  if (!isValue) return;
  const [only] = commands.length === first + 1 ? commands.slice(first) : [];
  const text = only === undefined || only.from !== null ? null : printedText(only);
  addValue(reading, names.expanded(text?.trimEnd() ?? null) ?? UNKNOWN);
}

/** Stands for what a substitution prints, where that is not known. */
const UNKNOWN = '$()';

/** @returns where the documents end whose texts begin at this place of the script */
export function readDocuments(reading: Reading, script: string, start: number): number {
  let position = start;
  for (const document of reading.documents) {
    const { body, end } = readHereDocument(script, position, document);
    position = end;
    document.of.stdin = body;
    // What a document without quotes substitutes is run like that of a text in double quotes.
    if (!document.quoted && /\$\(|`/.test(body))
      reading.commands.push({ ...newDraft(), argv: ['eval', `: "${body.replaceAll('"', ' ')}"`] });
  }
  reading.documents = [];
  return position;
}

/** Ends all that is still open. */
export function finish(reading: Reading): Draft[] {
  const { commands, outer } = reading;
  endCommand(reading);
  for (let frame = outer.pop(); frame !== undefined; frame = outer.pop()) {
    reading.frame = frame;
    endCommand(reading);
  }
  for (const draft of commands) if (draft.from !== null) draft.stdin ??= printedText(draft.from);
  return commands;
}
