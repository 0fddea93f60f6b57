import type { ChangedPath } from './evidence.ts';
import { isTestFile } from './test-files.ts';

/** A file's text on main and in the candidate; null where it is not there. */
export interface BeforeAfter {
  readonly before: string | null;
  readonly after: string | null;
}

export interface CheckTextInput {
  /** The checks as main has them. */
  readonly checks: readonly (readonly string[])[];
  /** What the candidate changes against the place where it left main. */
  readonly diff: readonly ChangedPath[];
  readonly packageJson: BeforeAfter;
  readonly pyproject: BeforeAfter;
}

/** Files that tell a check how to run, wherever they lie and whether they are new or changed: each can switch a check off. */
const CONFIGURATION: readonly RegExp[] = [
  /(^|\/)(jest|vitest|vite|karma|ava|playwright|cypress|wdio|babel)\.(config|conf)\.[^/]+$/,
  /(^|\/)vitest\.workspace\.[^/]+$/,
  /(^|\/)\.(mocharc|nycrc|c8rc|taprc|babelrc)[^/]*$/,
  /(^|\/)(pytest\.ini|tox\.ini|setup\.cfg|noxfile\.py|sitecustomize\.py)$/,
  /(^|\/)(GNUmakefile|[Mm]akefile)$|\.mk$/,
  /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|\.pnp\.(cjs|js)|bunfig\.toml)$/,
  /^\.yarn\/(releases|plugins)\//,
  /(^|\/)\.cargo\/config(\.toml)?$/,
  // A committed program here would be found before the real one.
  /(^|\/)node_modules\//,
];

/** Configuration of tools that only some checks run, with the word that gives them away. */
const CONFIGURATION_OF: readonly { word: RegExp; path: RegExp }[] = [
  { word: /\btsc\b|typecheck/, path: /(^|\/)tsconfig[^/]*\.json$/ },
  { word: /\beslint\b/, path: /(^|\/)(eslint\.config\.[^/]+|\.eslintrc[^/]*|\.eslintignore)$/ },
  { word: /\bbiome\b/, path: /(^|\/)biome\.jsonc?$/ },
  { word: /\b(ruff|flake8|mypy)\b/, path: /(^|\/)(ruff\.toml|\.flake8|mypy\.ini)$/ },
  // The scripts of other packages, where the checks go into these.
  { word: /workspace|\b(lerna|turbo|nx)\b|--(recursive|filter|prefix|cwd)\b|\s-(ws?|r|C)\b/, path: /\/package\.json$/ },
];

/** Fields of package.json that configure test runners and linters, or decide which program a name stands for. */
const RUNNER_FIELDS = [
  ...['jest', 'mocha', 'ava', 'nyc', 'c8', 'tap', 'vitest', 'wireit', 'eslintConfig', 'workspaces', 'packageManager'],
  ...['overrides', 'resolutions', 'pnpm'],
];

/** Scripts that an installation runs by itself, before the checks. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

/** A program of a check, even where it lies among the tests or is called like one. */
const SHELL_SCRIPT = /\.(sh|bash|zsh|ps1|bat|cmd)$/;

/**
 * The paths by which a candidate changes what the existing checks are (INV-3): their scripts, their configuration, files that
 * they run by name, and test files that are gone. Added and changed tests are no such change.
 */
export const changedCheckText = (input: CheckTextInput): readonly string[] => {
  const scripts = scriptsBehind(input.checks, fieldsOf(input.packageJson.before).scripts);
  const text = [...input.checks.map((argv) => argv.join(' ')), ...scripts.values()].join('\n');
  const words = new Set(text.split(/[\s'"=;&|()]+/).map((word) => word.replace(/^\.\//, '')));
  const isNamed = (path: string): boolean =>
    words.has(path) || (path.includes('/') && words.has(withoutExtension(path)));
  const isCheckText = ({ path, status }: ChangedPath): boolean => {
    if (path === 'package.json') return packageChanged(input.packageJson, scripts);
    if (path === 'pyproject.toml') {
      return pytestSections(input.pyproject.before) !== pytestSections(input.pyproject.after);
    }
    if (CONFIGURATION.some((pattern) => pattern.test(path))) return true;
    if (isTestFile(path) && !(isNamed(path) && SHELL_SCRIPT.test(path))) return status === 'D' || status === 'T';
    if (CONFIGURATION_OF.some(({ word, path: pattern }) => word.test(text) && pattern.test(path))) return true;
    return status !== 'A' && isNamed(path);
  };
  return input.diff.filter(isCheckText).map((entry) => entry.path);
};

/** Programs take modules by their path without the extension too. */
const withoutExtension = (path: string): string => path.replace(/\.[^./]+$/, '');

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (text: string | null): { all: Fields; scripts: Fields; broken: boolean } => {
  try {
    const all: unknown = JSON.parse(text ?? '{}');
    if (!isRecord(all)) return { all: {}, scripts: {}, broken: true };
    return { all, scripts: isRecord(all.scripts) ? all.scripts : {}, broken: false };
  } catch {
    return { all: {}, scripts: {}, broken: true };
  }
};

/** The package.json scripts that the checks run, directly or through one another, with `pre` and `post`. */
const scriptsBehind = (checks: readonly (readonly string[])[], scripts: Fields): ReadonlyMap<string, string> => {
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

const packageChanged = (file: BeforeAfter, scripts: ReadonlyMap<string, string>): boolean => {
  const before = fieldsOf(file.before);
  const after = fieldsOf(file.after);
  if (after.broken || file.after === null) return true;
  const hooks = [...scripts.keys()].flatMap((name) => [name, `pre${name}`, `post${name}`]).concat(INSTALL_SCRIPTS);
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  return (
    hooks.some((name) => differs(before.scripts[name], after.scripts[name])) ||
    RUNNER_FIELDS.some((field) => differs(before.all[field], after.all[field]))
  );
};

/** The lines of pyproject.toml that configure pytest. */
const pytestSections = (text: string | null): string => {
  let inside = false;
  const kept = (text ?? '').split('\n').filter((line) => {
    if (line.startsWith('[')) inside = line.startsWith('[tool.pytest');
    return inside;
  });
  return kept.join('\n');
};
