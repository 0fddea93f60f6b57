import { visit } from 'yaml';
import { type Cut, cutTasks } from './cut-tasks.ts';
import { type PlanDraft, type PlanShape, readShape } from './drafts.ts';
import { openPlan } from './text.ts';

/** Text of tasks that is parsed at once: the parser needs a hundred times the memory of what it reads. */
const PART_LENGTH = 2_048;

/**
 * What the text of a plan says, some tasks at a time, so that a plan of ten thousand tasks takes hardly more memory than one of ten.
 * Every part is a smaller plan: some of the tasks, with what stands before and after their list. Null where that is no way to read it:
 * there is a mistake, tasks refer to one another by aliases, or the list is written neither one task below the other nor as JSON.
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
