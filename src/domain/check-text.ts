import type { ChangedPath } from './evidence.ts';
import { type BeforeAfter, linkedPrograms, packageChanged, readPackage, scriptsBehind } from './package-checks.ts';
import { pytestSettings } from './pytest-settings.ts';
import { isTestFile } from './test-files.ts';

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
  /(^|\/)(\.?pytest\.(ini|toml)|tox\.ini|setup\.cfg|noxfile\.py|sitecustomize\.py)$/,
  // It holds fixtures too, but its hooks may turn every red into a green.
  /(^|\/)conftest\.py$/,
  /(^|\/)(GNUmakefile|[Mm]akefile)$|\.mk$/,
  /(^|\/)(\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.cjs|\.pnp\.(cjs|js)|bunfig\.toml)$/,
  /^\.yarn\/(releases|plugins)\//,
  /(^|\/)\.cargo\//,
  // A committed program here would be found before the real one.
  /(^|\/)node_modules\//,
];

/** Configuration of tools that only some checks run, with the word that gives them away. */
const CONFIGURATION_OF: readonly { word: RegExp; path: RegExp }[] = [
  { word: /\btsc\b|typecheck/, path: /(^|\/)tsconfig[^/]*\.json$/ },
  { word: /\beslint\b/, path: /(^|\/)(eslint\.config\.[^/]+|\.eslintrc[^/]*|\.eslintignore)$/ },
  { word: /\bbiome\b/, path: /(^|\/)biome\.jsonc?$/ },
  { word: /\b(ruff|flake8|mypy)\b/, path: /(^|\/)(ruff\.toml|\.flake8|mypy\.ini)$/ },
  { word: /\bgo\b/, path: /(^|\/)go\.work$|\/go\.mod$/ },
  { word: /\bcargo\b/, path: /(^|\/)(build\.rs|rust-toolchain(\.toml)?)$/ },
  { word: /\bmvnw?\b/, path: /(^|\/)(pom\.xml|mvnw)$|(^|\/)\.mvn\// },
  // The settings of other packages, where the checks go into these.
  {
    word: /workspace|\b(lerna|turbo|nx|cd|pushd)\b|--(recursive|filter|prefix|cwd)\b|\s-(ws?|r|C)\b/,
    path: /\/(package\.json|pyproject\.toml)$/,
  },
];

/**
 * The paths by which a candidate changes what the existing checks are (INV-3): their scripts, their configuration, files that
 * they run by name, test files among them, and test files that are gone. Other changed tests and added ones are no such change.
 */
export const changedCheckText = (input: CheckTextInput): readonly string[] => {
  const scripts = scriptsBehind(input.checks, readPackage(input.packageJson.before).scripts);
  const text = [...input.checks.map((argv) => argv.join(' ')), ...scripts.values()].join('\n');
  const words = wordsOf(text);
  const isNamed = namedBy(text, words);
  const shadows = modulesRun(text);
  const programs = linkedPrograms(input.packageJson.before, words);
  const isCheckText = ({ path, status }: ChangedPath): boolean => {
    if (path === 'package.json') return packageChanged(input.packageJson, scripts, words);
    if (path === 'pyproject.toml') {
      return pytestSettings(input.pyproject.before) !== pytestSettings(input.pyproject.after);
    }
    if (CONFIGURATION.some((pattern) => pattern.test(path)) || shadows.has(path)) return true;
    if (programs.some((directory) => path.startsWith(directory))) return true;
    if (CONFIGURATION_OF.some(({ word, path: pattern }) => word.test(text) && pattern.test(path))) return true;
    if (isTestFile(path) && (status === 'D' || status === 'T')) return true;
    return status !== 'A' && isNamed(path);
  };
  return input.diff.filter(isCheckText).map((entry) => entry.path);
};

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.split(/[\s'"=;&|()]+/).map((word) => word.replace(/^(\.\/+)+/, '').replace(/\/+$/, '')));

/** Whether a check names a file, from the root or from a directory that it goes into first. */
const namedBy = (text: string, words: ReadonlySet<string>): ((path: string) => boolean) => {
  const entered = [
    ...text.matchAll(/(?:\b(?:cd|pushd)|\s-C|--(?:prefix|cwd))[\s=]+['"]?(?:\.\/)?([^\s'";&|)]+?)\/?(?=[\s'";&|)]|$)/g),
  ];
  const prefixes = ['', ...entered.map(([, directory]) => `${directory}/`)];
  const isWord = (path: string): boolean =>
    words.has(path) || (path.includes('/') && words.has(withoutExtension(path)));
  return (path) => prefixes.some((prefix) => path.startsWith(prefix) && isWord(path.slice(prefix.length)));
};

/** Programs take modules by their path without the extension too. */
const withoutExtension = (path: string): string => path.replace(/\.[^./]+$/, '');

/** The files that `python -m <module>` runs where they are there, new ones too: they come before what is installed. */
const modulesRun = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/\s-m\s+([\w.]+)/g)].flatMap(([, module = '']) => {
      const path = module.replaceAll('.', '/');
      return [`${path}.py`, `${path}/__init__.py`, `${path}/__main__.py`];
    }),
  );
