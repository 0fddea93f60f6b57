import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';

/** A YAML text whose parts know where they stand. */
export interface YamlText {
  readonly document: Document.Parsed;
  /** Syntax errors, duplicate keys, unknown tags and bad aliases. */
  readonly faults: readonly YamlFault[];
  /** The same as `file:line:column: message`. */
  readonly problems: readonly string[];
  /** What the text says; to be asked for only where there are no faults, or none but duplicate keys. */
  value(): unknown;
  /** Where what stands at a path begins, or its nearest ancestor; for `key` the key at the end of the path. */
  offsetOf(path: readonly PropertyKey[], end: 'key' | 'value'): number;
  /** `file:line:column` of what stands at a path, or of its nearest ancestor. */
  place(path: readonly PropertyKey[]): string;
  /** The same for the key at the end of the path. */
  placeOfKey(path: readonly PropertyKey[]): string;
  placeAt(offset: number): string;
}

export interface YamlFault {
  readonly code: ErrorCode;
  readonly offset: number;
  readonly message: string;
}

/** Above this aliases multiply beyond reason; a long list may well repeat one. */
const MOST_ALIASES = 100_000;

interface YamlOptions {
  /** Whether `<<` takes over the keys of another map. */
  readonly merge?: boolean;
  /** Changes what was parsed before a value is made of it. */
  readonly prepare?: (document: Document.Parsed) => void;
}

/** Parses YAML without throwing. `file` is only named in places. */
export const openYaml = (text: string, file: string, { prepare, ...options }: YamlOptions = {}): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...options,
    lineCounter: lines,
    // What is wrong is said by whoever asked, not printed by the parser.
    logLevel: 'error',
    prettyErrors: false,
    uniqueKeys: true,
  });
  prepare?.(document);
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const offsetOf = (path: readonly PropertyKey[], end: 'key' | 'value'): number => {
    const parent = end === 'key' ? document.getIn(path.slice(0, -1), true) : null;
    const pair = isMap(parent) ? parent.items.find((item) => keyOf(item) === String(path.at(-1))) : undefined;
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  let made: { readonly value: unknown } | null = null;
  const value = (): unknown => {
    made ??= { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
    return made.value;
  };
  const faults = [...document.errors, ...document.warnings].map(
    ({ code, pos, message }): YamlFault => ({ code, offset: pos[0], message }),
  );
  // Where keys stand twice the rest of the text can still be understood.
  if (faults.every(({ code }) => code === 'DUPLICATE_KEY')) faults.push(...aliasFaults(document, value));
  return {
    document,
    faults,
    problems: faults.map(({ offset, message }) => `${placeAt(offset)}: ${message}`),
    value,
    offsetOf,
    place: (path) => placeAt(offsetOf(path, 'value')),
    placeOfKey: (path) => placeAt(offsetOf(path, 'key')),
    placeAt,
  };
};

/** Aliases are followed only when a value is made: one that leads nowhere, or that multiplies beyond reason, is found here first. */
const aliasFaults = (document: Document.Parsed, value: () => unknown): readonly YamlFault[] => {
  const anchors = new Set<string>();
  const faults: YamlFault[] = [];
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
      } else if (!anchors.has(node.source)) {
        const message = `the alias "${node.source}" has no anchor`;
        faults.push({ code: 'BAD_ALIAS', offset: node.range?.[0] ?? 0, message });
      }
    },
  });
  if (faults.length > 0) return faults;
  try {
    value();
    return [];
  } catch (error) {
    return [{ code: 'BAD_ALIAS', offset: 0, message: error instanceof Error ? error.message : String(error) }];
  }
};

/** A map entry's key as text. */
export const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
