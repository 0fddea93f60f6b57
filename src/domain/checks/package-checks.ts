import type { Argv } from '../argv.ts';

/** A file's text on main and in the candidate; null where it is not there. */
export interface BeforeAfter {
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields of package.json that configure test runners and linters, or decide which program a name stands for. */
const RUNNER_FIELDS = [
  ...['jest', 'mocha', 'ava', 'nyc', 'c8', 'tap', 'vitest', 'wireit', 'eslintConfig', 'workspaces', 'packageManager'],
  ...['overrides', 'resolutions', 'pnpm'],
];

/** Scripts that an installation runs by itself, before the checks. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** A version, a range or a tag of a registry; anything else takes the package from a place of the candidate's own choice. */
const PLAIN_VERSION = /^[\w.*^~<>=|+\s-]*$/;

/**
 * Whether a package.json changes what the checks run: their scripts and hooks, settings of runners, or the program behind a name.
 * @param scripts the scripts behind the checks, as main has them
 * @param words what checks and scripts name
 */
export const packageChanged = (
  file: BeforeAfter,
  scripts: ReadonlyMap<string, string>,
  words: ReadonlySet<string>,
): boolean => {
  const before = readPackage(file.before);
  const after = readPackage(file.after);
  if (after.broken || file.after === null) return true;
  const hooks = [...scripts.keys()].flatMap((name) => [name, `pre${name}`, `post${name}`]).concat(INSTALL_SCRIPTS);
  return (
    hooks.some((name) => differs(before.scripts[name], after.scripts[name])) ||
    RUNNER_FIELDS.some((field) => differs(before.all[field], after.all[field])) ||
    DEPENDENCY_FIELDS.some((field) => dependenciesChanged(before.all[field], after.all[field], words))
  );
};

/** Whether the scripts behind the command that starts a server say something else. What they run is the product, and may change. */
export const startChanged = (file: BeforeAfter, command: readonly string[] | null): boolean => {
  if (command === null) return false;
  const [before, after] = [file.before, file.after].map((text) =>
    JSON.stringify([...scriptsBehind([command], readPackage(text).scripts)]),
  );
  return before !== after;
};

/** The fields of a package.json that configure test runners, as text. */
export const runnerSettings = (text: string | null): string => {
  const { all } = readPackage(text);
  return JSON.stringify(Object.fromEntries(RUNNER_FIELDS.map((field) => [field, all[field]])));
};

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** A dependency that a check runs by name is another one, or one comes from elsewhere than the registry from now on. */
const dependenciesChanged = (before: unknown, after: unknown, words: ReadonlySet<string>): boolean => {
  const old = isRecord(before) ? before : {};
  const fresh = isRecord(after) ? after : {};
  return Object.keys({ ...old, ...fresh }).some((name) => {
    if (!differs(old[name], fresh[name])) return false;
    return words.has(name) || (fresh[name] !== undefined && !PLAIN_VERSION.test(String(fresh[name])));
  });
};

/** The repository's own directories that hold a program which a check runs by name, each with a slash at its end. */
export const linkedPrograms = (text: string | null, words: ReadonlySet<string>): readonly string[] => {
  const { all } = readPackage(text);
  return DEPENDENCY_FIELDS.flatMap((field) => Object.entries(isRecord(all[field]) ? all[field] : {})).flatMap(
    ([name, spec]) => {
      const directory = /^(?:file|link|portal):(?:\.\/)?(.+?)\/?$/.exec(String(spec))?.[1];
      return directory !== undefined && words.has(name) ? [`${directory}/`] : [];
    },
  );
};

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields and scripts of a package.json; `broken` when it is no JSON object. */
export const readPackage = (text: string | null): { all: Fields; scripts: Fields; broken: boolean } => {
  try {
    const all: unknown = JSON.parse(text ?? '{}');
    if (!isRecord(all)) return { all: {}, scripts: {}, broken: true };
    return { all, scripts: isRecord(all.scripts) ? all.scripts : {}, broken: false };
  } catch {
    return { all: {}, scripts: {}, broken: true };
  }
};

/** The package.json scripts that the checks run, directly or through one another, with `pre` and `post`. */
export const scriptsBehind = (checks: readonly Argv[], scripts: Fields): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const visit = (name: string): void => {
    const text = scripts[name];
    if (typeof text !== 'string' || found.has(name)) return;
    found.set(name, text);
    for (const hook of [`pre${name}`, `post${name}`]) visit(hook);
    for (const word of text.split(/[\s'"&|;()]+/)) {
      for (const called of scriptsCalled(word, scripts)) visit(called);
    }
  };
  for (const argv of checks) {
    if (!/^(npm|yarn|pnpm|bun|npx)$/.test(argv[0] ?? '')) continue;
    for (const word of argv.slice(1)) visit(word === 't' ? 'test' : word);
  }
  return found;
};

/** The scripts that a word of another script may call; runners of several scripts take patterns like `test:*`. */
const scriptsCalled = (word: string, scripts: Fields): readonly string[] => {
  const prefix = /^(.+:)\*/.exec(word)?.[1];
  if (prefix === undefined) return Object.hasOwn(scripts, word) ? [word] : [];
  return Object.keys(scripts).filter((name) => name.startsWith(prefix));
};
