type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The last object in a text that `accept` takes: JSON lines, pretty-printed JSON, or an object with words before and after it.
 * Objects within objects are no candidates. Never throws; null when there is none.
 */
export const lastObject = (text: string, accept: (object: JsonObject) => boolean): JsonObject | null =>
  lastFrom(text, LINE_START, accept) ?? lastFrom(text, ANYWHERE, accept);

/** Forward and first where lines start: quotes and apostrophes of the words around an object confuse any other way. */
const LINE_START = /^[ \t]*\{/gm;
const ANYWHERE = /\{/g;

const lastFrom = (text: string, opening: RegExp, accept: (object: JsonObject) => boolean): JsonObject | null => {
  let last: JsonObject | null = null;
  const search = new RegExp(opening);
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const end = endOfObject(text, search.lastIndex - 1);
    const object = end === null ? null : parse(text.slice(search.lastIndex - 1, end));
    if (end === null || object === null) continue;
    if (accept(object)) last = object;
    search.lastIndex = end;
  }
  return last;
};

/** No result is deeper; without a limit a text full of opening braces would be read once for each of them. */
const DEEPEST = 24;

/** Where the object that opens at `start` ends; null when it does not, or cannot be JSON. */
const endOfObject = (text: string, start: number): number | null => {
  let depth = 0;
  let before = ':';
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = endOfString(text, at);
      if (end === null) return null;
      at = end;
    } else if (char === '{') {
      if (!':[,'.includes(before) || ++depth > DEEPEST) return null;
    } else if (char === '}' && --depth === 0) return at + 1;
    if (!' \t\r\n'.includes(char)) before = char;
  }
  return null;
};

/** Where the quote stands that ends a string; JSON's strings have no line ends in them. */
const endOfString = (text: string, start: number): number | null => {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return at;
    if (char === '\n') return null;
    if (char === '\\') at++;
  }
  return null;
};

const parse = (text: string): JsonObject | null => {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return null;
  }
};
