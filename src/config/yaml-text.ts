import { type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';

/** A YAML text whose parts know where they stand. */
export interface YamlText {
  readonly document: Document.Parsed;
  /** Syntax errors, duplicate keys and unknown tags, as `file:line:column: message`. */
  readonly problems: readonly string[];
  /** `file:line:column` of what stands at a path, or of its nearest ancestor. */
  place(path: readonly PropertyKey[]): string;
  /** The same for the key at the end of the path. */
  placeOfKey(path: readonly PropertyKey[]): string;
  placeAt(offset: number): string;
}

/** Parses YAML without throwing. `file` is only named in places. */
export const openYaml = (text: string, file: string): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const place = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined | null;
      if (node?.range) return placeAt(node.range[0]);
    }
    return placeAt(0);
  };
  const placeOfKey = (path: readonly PropertyKey[]): string => {
    const parent = document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find((item) => keyOf(item) === String(path.at(-1))) : undefined;
    const key = pair?.key as Node | undefined;
    return key?.range ? placeAt(key.range[0]) : place(path);
  };
  const problems = [...document.errors, ...document.warnings].map(
    (error) => `${placeAt(error.pos[0])}: ${error.message}`,
  );
  return {
    document,
    problems: problems.length > 0 ? problems : aliasProblems(document, placeAt),
    place,
    placeOfKey,
    placeAt,
  };
};

/** Aliases are followed only when a value is made: one that leads nowhere, or that multiplies beyond reason, is found here first. */
const aliasProblems = (document: Document.Parsed, placeAt: (offset: number) => string): readonly string[] => {
  const problems: string[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) {
        problems.push(`${placeAt(alias.range?.[0] ?? 0)}: the alias "${alias.source}" has no anchor`);
      }
    },
  });
  if (problems.length > 0) return problems;
  try {
    document.toJS();
    return [];
  } catch (error) {
    return [`${placeAt(0)}: ${error instanceof Error ? error.message : String(error)}`];
  }
};

/** A map entry's key as text. */
export const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
