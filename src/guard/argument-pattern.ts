/** What a positional argument or an option's value may be; `argument-kinds.ts` says how each is checked. */
export const KIND_NAMES = [
  'text',
  'prompt',
  'script-argument',
  'word',
  'number',
  'path',
  'test-path',
  'revision',
  'revision-or-path',
  'branch',
  'ref-pattern',
  'sort-key',
  'format',
  'main-branch',
  'base-ref',
  'task-branch',
  'own-branch',
  'worktree-path',
  'task-worktree-path',
  'script',
  'package',
] as const;

export type KindName = (typeof KIND_NAMES)[number];

export type ArgumentKind =
  | { readonly type: 'kind'; readonly name: KindName }
  | { readonly type: 'words'; readonly words: readonly string[] };

/** One place in a pattern: how many words it takes, and of which kind. */
export interface Slot {
  readonly kind: ArgumentKind;
  readonly required: boolean;
  readonly repeats: boolean;
}

/** The positional arguments of a form; `after` are those behind `--`, null where the form has no such part of its own. */
export interface ArgumentPattern {
  readonly source: string;
  readonly before: readonly Slot[];
  readonly after: readonly Slot[] | null;
}

export interface BoundArgument {
  readonly kind: ArgumentKind;
  readonly value: string;
}

/** The positional words of a command; `after` is null when `--` was not written. */
export interface Positionals {
  readonly before: readonly string[];
  readonly after: readonly string[] | null;
}

const SLOT = /^(?:<(?<kind>[^>]+)>(?<count>[?*+]?)|(?<literal>[\w@.-]+))$/;

/** Reads `path` or a choice of words such as `soft|mixed`; null when it is neither. */
export function parseArgumentKind(text: string): ArgumentKind | null {
  const name = KIND_NAMES.find((known) => known === text);
  if (name) return { type: 'kind', name };
  const words = text.split('|');
  return words.length > 1 && words.every((word) => /^[\w.:-]+$/.test(word)) ? { type: 'words', words } : null;
}

/**
 * Reads a pattern such as `<revision-or-path>* -- <path>*` or `origin <branch>?`. Optional and repeated places come
 * last in their part, so that there is one way only to bind a word.
 *
 * @returns null when the text is not of that form
 */
export function parseArgumentPattern(source: string): ArgumentPattern | null {
  const words = source.split(' ').filter((word) => word !== '');
  const dashes = words.indexOf('--');
  const before = parseSlots(dashes < 0 ? words : words.slice(0, dashes));
  const after = dashes < 0 ? null : parseSlots(words.slice(dashes + 1));
  return before && (dashes < 0 || after) ? { source, before, after } : null;
}

/** Binds words to places by number alone; null when they are too few or too many. Kinds are checked later. */
export function bindArguments(pattern: ArgumentPattern, { before, after }: Positionals): BoundArgument[] | null {
  if (pattern.after === null) return bindSlots(pattern.before, [...before, ...(after ?? [])]);
  const left = bindSlots(pattern.before, before);
  const right = bindSlots(pattern.after, after ?? []);
  return left && right ? [...left, ...right] : null;
}

function parseSlots(words: readonly string[]): Slot[] | null {
  const slots: Slot[] = [];
  for (const word of words) {
    const groups = SLOT.exec(word)?.groups;
    const literal = groups?.literal;
    const kind: ArgumentKind | null = literal
      ? { type: 'words', words: [literal] }
      : parseArgumentKind(groups?.kind ?? '');
    const count = groups?.count ?? '';
    const previous = slots.at(-1);
    const required = count === '' || count === '+';
    if (!kind || previous?.repeats || (required && previous && !previous.required)) return null;
    slots.push({ kind, required, repeats: count === '*' || count === '+' });
  }
  return slots;
}

function bindSlots(slots: readonly Slot[], words: readonly string[]): BoundArgument[] | null {
  const last = slots.at(-1);
  if (words.length < slots.filter((slot) => slot.required).length) return null;
  if (words.length > slots.length && !last?.repeats) return null;
  return words.flatMap((value, index) => {
    const slot = slots[index] ?? last;
    return slot ? [{ kind: slot.kind, value }] : [];
  });
}
