type Fields = Readonly<Record<string, unknown>>;

/** Entries of a `package-lock.json` by their places, `''` being the repository's own package. */
type Tree = ReadonlyMap<string, Fields>;

/** What decides which code an entry is; flags such as `dev` do not. */
const IDENTITY = ['name', 'version', 'resolved', 'integrity', 'link', 'inBundle', 'bin'];

const NEEDS = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * Whether what main's packages need is found elsewhere or is other code, all the way down, wherever npm now puts it; or whether an
 * entry on top brings a program that a check runs by name.
 */
export const npmLockChanged = (before: string, after: string, words: ReadonlySet<string>): boolean => {
  const old = readLock(before);
  const fresh = readLock(after);
  if (old === null || fresh === null || old.legacy.some(([place, entry]) => fresh.legacyText.get(place) !== entry)) {
    return true;
  }
  return needsChanged(old.tree, fresh.tree) || bringsProgram(old.tree, fresh.tree, words);
};

const needsChanged = (old: Tree, fresh: Tree): boolean => {
  const compared = new Set<string>();
  const differ = (name: string, from: readonly [string, string]): boolean => {
    const was = find(old, from[0], name);
    const is = find(fresh, from[1], name);
    if (was === undefined && is === undefined) return false;
    if (was === undefined || is === undefined) return true;
    const pair = `${was}\n${is}`;
    if (compared.has(pair)) return false;
    compared.add(pair);
    const [a, b] = [old.get(was) ?? {}, fresh.get(is) ?? {}];
    if (textOf(a, [...IDENTITY, ...NEEDS]) !== textOf(b, [...IDENTITY, ...NEEDS])) return true;
    return namesIn(a, NEEDS).some((needed) => differ(needed, [was, is]));
  };
  return [...old]
    .filter(([place]) => isOwn(place))
    .some(([place, entry]) =>
      namesIn(entry, [...NEEDS, 'devDependencies']).some((name) => differ(name, [place, place])),
    );
};

/** Where node finds a package that is needed at a place. */
const find = (tree: Tree, from: string, name: string): string | undefined => {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (tree.has(place)) return place;
  return from === '' ? undefined : find(tree, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
};

const bringsProgram = (old: Tree, fresh: Tree, words: ReadonlySet<string>): boolean =>
  [...fresh].some(([place, entry]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    if (name === undefined || textOf(entry, IDENTITY) === textOf(old.get(place) ?? {}, IDENTITY)) return false;
    const programs = typeof entry.bin === 'string' ? [name] : Object.keys(fieldsOf(entry.bin));
    return programs.some((program) => words.has(program));
  });

interface Lock {
  readonly tree: Tree;
  /** The entries that npm 6 reads, each as text: they do not say what the repository itself needs, so all of them count. */
  readonly legacy: readonly [string, string][];
  readonly legacyText: ReadonlyMap<string, string>;
}

const readLock = (text: string): Lock | null => {
  try {
    const lock = fieldsOf(JSON.parse(text));
    const legacy = nested('', lock.dependencies);
    const entries = Object.entries(fieldsOf(lock.packages));
    return {
      tree: new Map(entries.map(([place, entry]) => [place, fieldsOf(entry)])),
      legacy,
      legacyText: new Map(legacy),
    };
  } catch {
    return null;
  }
};

const nested = (place: string, dependencies: unknown): [string, string][] =>
  Object.entries(fieldsOf(dependencies)).flatMap(([name, value]) => {
    const entry = fieldsOf(value);
    const key = `${place}/${name}`;
    return [[key, textOf(entry, [...IDENTITY, 'requires'])], ...nested(key, entry.dependencies)];
  });

const isOwn = (place: string): boolean => !/(^|\/)node_modules\//.test(place);

const namesIn = (entry: Fields, fields: readonly string[]): readonly string[] =>
  fields.flatMap((field) => Object.keys(fieldsOf(entry[field])));

const textOf = (entry: Fields, fields: readonly string[]): string =>
  JSON.stringify(fields.map((field) => entry[field] ?? null));

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
