import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a part of a file's frontmatter stands, or what is nearest to it; the top of the file where nothing is. */
export type PlaceOf = (path: readonly PropertyKey[], part: 'key' | 'value') => Place;

const TOP: Place = { line: 1, column: 1 };

/** @param head all lines of a file before its body: the block between its two lines of dashes */
export const frontmatterPlaces = (head: readonly string[]): PlaceOf => {
  const lines = new LineCounter();
  // An empty line in place of the dashes: the numbers are then the file's.
  const block = ['', ...head.slice(1, -1)].join('\n');
  const document = parseDocument(block, { schema: 'core', lineCounter: lines, logLevel: 'silent' });
  const nodeAt = (path: readonly PropertyKey[], part: 'key' | 'value'): unknown => {
    const value = document.getIn(path, true);
    if (part === 'value') return value;
    const parent = document.getIn(path.slice(0, -1), true);
    const name = String(path.at(-1));
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === name)
      : undefined;
    return pair?.key ?? value;
  };
  return (path, part) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = nodeAt(path.slice(0, length), length === path.length ? part : 'value');
      if (!hasRange(node)) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
    return TOP;
  };
};

const hasRange = (node: unknown): node is { readonly range: readonly [number, ...number[]] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
