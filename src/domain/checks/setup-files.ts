/** Settings of test runners whose values are files that run before, beside or instead of the tests. */
const KEYS =
  /^(setupFiles\w*|global(Setup|Teardown)|require|import|from|extends|presets?|(test)?(Runner|Environment|Sequencer)|environment|reporters?|resolver|transform|snapshotSerializers|loader|plugins|file)$/i;

/** A key or a word that goes before a file; a text in quotes; a path without them. */
const PART = /['"]?\b([\w-]+)['"]?\s*[:=(]|\b(from|import)\b|['"`]([^'"`\n]+)['"`]|((?:[\w.<>@-]*\/)[\w./@-]+)/g;

/**
 * The files that a test runner's configuration runs, as paths from the repository's root, with or without their extension.
 * @param path the configuration's own place
 */
export const setupFiles = (path: string, text: string | null): ReadonlySet<string> => {
  const files = new Set<string>();
  let key = '';
  for (const [, name, word, quoted, bare] of (text ?? '').matchAll(PART)) {
    const file = quoted ?? bare;
    if (file === undefined) key = name ?? word ?? '';
    else if (KEYS.test(key)) files.add(placeOf(path, file.replace(/^<rootDir>\//, '')));
  }
  return files;
};

const placeOf = (configuration: string, file: string): string => {
  const segments: string[] = [];
  for (const segment of [...configuration.split('/').slice(0, -1), ...file.split('/')]) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
};
