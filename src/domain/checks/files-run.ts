/** The words of checks and scripts, as paths from where they start. */
export const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.split(/[\s'"=;&|()]+/).map((word) => word.replace(/^(\.\/+)+/, '').replace(/\/+$/, '')));

/** Whether a check names a file, from the root or from a directory that it goes into first. */
export const namedBy = (text: string, words: ReadonlySet<string>): ((path: string) => boolean) => {
  const entered = [
    ...text.matchAll(/(?:\b(?:cd|pushd)|\s-C|--(?:prefix|cwd))[\s=]+['"]?(?:\.\/)?([^\s'";&|)]+?)\/?(?=[\s'";&|)]|$)/g),
  ];
  const prefixes = ['', ...entered.map(([, directory]) => `${directory}/`)];
  const isWord = (path: string): boolean =>
    words.has(path) || (path.includes('/') && words.has(withoutExtension(path)));
  return (path) => prefixes.some((prefix) => path.startsWith(prefix) && isWord(path.slice(prefix.length)));
};

/** Programs take modules by their path without the extension too. */
export const withoutExtension = (path: string): string => path.replace(/\.[^./]+$/, '');

/** The files that `python -m <module>` runs where they are there, new ones too: they come before what is installed. */
export const modulesRun = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/\s-m\s+([\w.]+)/g)].flatMap(([, module = '']) => {
      const path = module.replaceAll('.', '/');
      return [`${path}.py`, `${path}/__init__.py`, `${path}/__main__.py`];
    }),
  );

/** Programs that are given a file to run, or a directory that has an entry of a fixed name. */
const INTERPRETER = /^(node|nodejs|tsx|ts-node|bun|deno|nodemon|c8|nyc|python3?|pypy3?)$/;

const ENTRY = /^(index|main|mod|__main__)$/;

/**
 * Whether an interpreter that is given a word without an extension (`node test`) may run a path: the file of that name with any
 * extension, or the entry of that directory. New ones too, since one may come before another.
 */
export const entriesRun = (text: string): ((path: string) => boolean) => {
  const given = new Set(text.split(/[;&|\n()]+/).flatMap(wordsGiven));
  return (path) => {
    const slash = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(0, slash));
    const base = withoutExtension(path.slice(slash + 1));
    if (given.has(withoutExtension(path))) return true;
    return given.has(directory) && (ENTRY.test(base) || path.endsWith('/package.json'));
  };
};

const wordsGiven = (command: string): readonly string[] => {
  const words = command.trim().split(/[\s'"]+/);
  const at = words.findIndex((word) => INTERPRETER.test(word));
  const given = at < 0 ? [] : words.slice(at + 1).filter((word) => !word.startsWith('-'));
  return [...wordsOf(given.join(' '))].filter((word) => word !== '' && !/\.[^./]+$/.test(word));
};
