/** What is fixed before anybody works on a task (stage 0), so that its end can be told. */
export interface TaskInputs {
  /** What somebody can open when it is done; null: it has no page of its own. */
  readonly url: string | null;
  /** The definition of done, one item an entry; never empty. */
  readonly dod: readonly string[];
  readonly stopCondition: string;
}

/**
 * Reads the inputs out of a request. Its definition of done is the list below a line `Definition of done` or `Done when`, or what follows
 * that on the same line; `URL:` at the beginning of a line names the page.
 * @param checks command lines that stand for the definition of done where the request has none
 */
export const taskInputs = (prompt: string, checks: readonly string[]): TaskInputs => {
  const stated = definitionOfDone(prompt);
  return {
    url: URL_LINE.exec(prompt)?.[1] ?? null,
    dod: stated.length > 0 ? stated : usual(checks),
    stopCondition:
      'The last line of the executor is COMPLETED, or BLOCKER with the reason above it; every gate has passed.',
  };
};

const URL_LINE = /^[ \t]*(?:[-*][ \t]+)?(?:ui|url)[ \t]*:[ \t]*(https?:\/\/\S+)/im;
const HEADING = /^\s*(?:#{1,6}\s+)?(?:\*\*)?(?:definition of done|done when)(?:\*\*)?\s*:?(?:\*\*)?\s*(.*)$/i;
const ENTRY = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*\S)\s*$/;

const definitionOfDone = (prompt: string): readonly string[] => {
  const lines = prompt.split(/\r?\n/);
  const start = lines.findIndex((line) => HEADING.test(line));
  if (start < 0) return [];
  const inline = HEADING.exec(lines[start] ?? '')?.[1]?.trim() ?? '';
  const items: string[] = inline === '' ? [] : [inline];
  for (const line of lines.slice(start + 1)) {
    const entry = ENTRY.exec(line)?.[1];
    if (entry !== undefined) items.push(entry);
    // A blank line may part the heading from its list.
    else if (line.trim() !== '' || items.length > 0) break;
  }
  return items;
};

const usual = (checks: readonly string[]): readonly string[] => [
  'The request is fulfilled, as the review finds.',
  ...checks.map((check) => `\`${check}\` ends with exit code 0.`),
];
