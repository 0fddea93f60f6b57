import { visit } from 'yaml';
import { type PlanDraft, type PlanShape, readShape } from './drafts.ts';
import { openPlan } from './text.ts';

/** Text of tasks that is parsed at once: the parser needs a hundred times the memory of what it reads. */
const PART_LENGTH = 2_048;

/**
 * What the text of a plan says, some tasks at a time, so that a plan of ten thousand tasks takes hardly more memory than one of ten.
 * Every part is a smaller plan: some of the tasks, with what stands before and after their list. Null where that is no way to read it:
 * there is a mistake, tasks refer to one another by aliases, or the list is written in another way than one task below the other.
 */
export const readInParts = (text: string): PlanShape | null => {
  const cut = cutTasks(text);
  if (cut === null) return null;
  const drafts: PlanDraft[] = [];
  let shape: PlanShape | null = null;
  for (const part of partsOf(text, cut)) {
    const { document, faults, value } = openPlan(part, '');
    if (faults.length > 0 || hasAlias(document)) return null;
    shape = readShape(value(), drafts.length);
    if (shape.mistakes.length > 0) return null;
    drafts.push(...shape.drafts);
  }
  return shape === null ? null : { ...shape, drafts };
};

/** Where each task of a plan begins in its text, and where the last one ends. */
interface Cut {
  readonly starts: readonly number[];
  readonly end: number;
}

/** The key of the list, and the first of its tasks with what it is indented by; comments may stand between. */
const LIST = /^tasks:[ \t]*(?:#.*)?(?:\r?\n[ \t]*(?:#.*)?)*\r?\n( *)(?=-\s)/m;

/** In YAML a line that is indented no more than the list belongs to it as its next entry, or comes after it. */
const cutTasks = (text: string): Cut | null => {
  const list = LIST.exec(text);
  const indent = list?.[1]?.length;
  if (list === null || indent === undefined) return null;
  const line = new RegExp(`^(?: {${indent}}(-)(?=\\s)| {0,${indent}}[^ #\\r\\n])`, 'gm');
  line.lastIndex = list.index + list[0].length - indent;
  const starts: number[] = [];
  for (let found = line.exec(text); found !== null; found = line.exec(text)) {
    if (found[1] === undefined) return { starts, end: found.index };
    starts.push(found.index);
  }
  return { starts, end: text.length };
};

function* partsOf(text: string, { starts, end }: Cut): Iterable<string> {
  const [first = end] = starts;
  const head = text.slice(0, first);
  const tail = text.slice(end);
  // What stands around the tasks is parsed with each part.
  const length = Math.max(PART_LENGTH, head.length + tail.length);
  let from = first;
  for (const start of [...starts, end]) {
    if (start < end && start - from < length) continue;
    yield head + text.slice(from, start) + tail;
    from = start;
  }
}

const hasAlias = (document: Parameters<typeof visit>[0]): boolean => {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
};
