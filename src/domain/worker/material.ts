/** A file from outside that lies in a worktree before anybody works there. */
export interface Material {
  /** Relative to the worktree. */
  readonly path: string;
  /** The address or the path that it came from, as people may see it. */
  readonly source: string;
  readonly bytes: number;
}

/** The most that one of them may have. */
export const LARGEST_MATERIAL = 50 * 1024 * 1024;

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/** What is wrong with an order's source, an address or an absolute path; null where it can be asked for. */
export const sourceProblem = (source: string): string | null => {
  if (!SCHEME.test(source)) return source.startsWith('/') ? null : 'it is neither an address nor an absolute path';
  if (!URL.canParse(source)) return 'it is no address';
  const { protocol } = new URL(source);
  return ['http:', 'https:'].includes(protocol) ? null : `${protocol}// is not asked for, http:// and https:// are`;
};

export const isAddress = (source: string): boolean => SCHEME.test(source);

/** A source without what may be a secret in it: login, query and fragment (INV-12). */
export const shownSource = (source: string): string => {
  if (!isAddress(source) || !URL.canParse(source)) return source;
  const { protocol, host, pathname, search } = new URL(source);
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?...'}`;
};

/** The names under which sources lie side by side: each source's own, with a number where two would have the same. */
export const materialNames = (sources: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return sources.map((source) => {
    const name = nameOf(source);
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${stem}-${number}${ending}`;
    taken.add(free.toLowerCase());
    return free;
  });
};

const LONGEST_NAME = 120;

/** Letters, digits and a few signs; the end is kept, since it says what kind of file it is. */
const nameOf = (source: string): string => {
  const path = isAddress(source) ? decoded(new URL(source).pathname) : source;
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  const plain = last.replaceAll(/[^\p{L}\p{N}._+-]+/gu, '-').replace(/^[.-]+/, '');
  return plain.slice(-LONGEST_NAME).replace(/^[.-]+/, '') || 'material';
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
