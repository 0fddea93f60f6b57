/** Where each task of a plan begins in its text, and where the last one ends. */
export interface Cut {
  readonly starts: readonly number[];
  readonly end: number;
}

/** Finds the tasks in a text without parsing it; null where they are written neither one below the other nor as JSON. */
export const cutTasks = (text: string): Cut | null => (/^\s*\{/.test(text) ? cutJson(text) : cutBlock(text));

/** The key of the list, and the first of its tasks with what it is indented by; comments may stand between. */
const LIST = /^tasks:[ \t]*(?:#.*)?(?:\r?\n[ \t]*(?:#.*)?)*\r?\n( *)(?=-\s)/m;

/** In YAML a line that is indented no more than the list belongs to it as its next entry, or comes after it. */
const cutBlock = (text: string): Cut | null => {
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

/** The beginning of the list, a bracket that opens, one that closes, or any other word of JSON. */
const WORD =
  /[ \t\r\n]*(?:("tasks"[ \t\r\n]*:[ \t\r\n]*\[)|([[{])|([\]}])|"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"|[,:]|-?\d[\d.eE+-]*|true|false|null)/y;

/** The objects in the list `tasks` of the outermost object. What is no JSON, such as a comment or a bare word, ends the search. */
const cutJson = (text: string): Cut | null => {
  // Its own place in the text.
  const word = new RegExp(WORD);
  const starts: number[] = [];
  let depth = 0;
  let isInList = false;
  let before = '';
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    const [, list, opening, closing] = found;
    const last = word.lastIndex - 1;
    if (list !== undefined || opening !== undefined) {
      const isTask = isInList && depth === 2;
      // Between two parts nobody would miss the comma.
      if (isTask && (list !== undefined || before !== (starts.length === 0 ? '[' : ','))) return null;
      if (isTask) starts.push(last);
      depth += 1;
      isInList ||= list !== undefined && depth === 2;
    }
    if (closing !== undefined) {
      depth -= 1;
      if (isInList && depth === 1) return { starts, end: last };
    }
    before = text.charAt(last);
  }
  return null;
};
