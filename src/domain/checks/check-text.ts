import type { Argv } from '../argv.ts';
import type { ChangedPath } from '../evidence.ts';
import { isLockFile, lockedSourcesChanged } from '../lock/lock-files.ts';
import { isCheckConfiguration, mayNameSetupFiles } from './check-configuration.ts';
import { entriesRun, modulesRun, namedBy, withoutExtension, wordsOf } from './files-run.ts';
import { MAKEFILES, makefileIncludes } from './makefile-includes.ts';
import { cargoSettings, goSettings } from './manifest-settings.ts';
import {
  type BeforeAfter,
  linkedPrograms,
  packageChanged,
  readPackage,
  runnerSettings,
  scriptsBehind,
  startChanged,
} from './package-checks.ts';
import { pytestSettings } from './pytest-settings.ts';
import { setupFiles } from './setup-files.ts';
import { isTestFile } from './test-files.ts';

export interface CheckTextInput {
  /** The checks as main has them. */
  readonly checks: readonly Argv[];
  /** What starts the server that is looked at in a browser; null or left out: none is. */
  readonly server?: readonly string[] | null;
  /** What the candidate changes against the place where it left main. */
  readonly diff: readonly ChangedPath[];
  /** The texts that `checkTextSources` names. */
  readonly texts: ReadonlyMap<string, BeforeAfter>;
}

/**
 * The files whose texts `changedCheckText` needs: what the candidate changes of manifests and lock files, and what of main says
 * which other files the checks run.
 * @param files all files of main
 */
export const checkTextSources = (diff: readonly ChangedPath[], files: readonly string[]): readonly string[] => {
  const directories = new Set(['', ...diff.flatMap(({ path }) => directoriesAbove(path))]);
  const ofMain = files.filter(
    (path) => MAKEFILES.includes(path) || (mayNameSetupFiles(path) && directories.has(directoryOf(path))),
  );
  const changed = diff.map(({ path }) => path).filter((path) => isLockFile(path) || manifestOf(path) !== undefined);
  return [...new Set([PACKAGE, ...ofMain, ...changed])];
};

/**
 * The paths by which a candidate changes what the existing checks are (INV-3): their scripts, their configuration, files that
 * they run by name, test files among them, the packages that they run with, and test files that are gone. A submodule is among
 * them, for nobody can see what it brings. Other changed tests and added ones are no such change.
 */
export const changedCheckText = ({ checks, server = null, diff, texts }: CheckTextInput): readonly string[] => {
  const textOf = (path: string): BeforeAfter => texts.get(path) ?? NOTHING;
  const packageJson = textOf(PACKAGE);
  const scripts = scriptsBehind(checks, readPackage(packageJson.before).scripts);
  const text = [...checks.map((argv) => argv.join(' ')), ...scripts.values()].join('\n');
  const words = wordsOf(text);
  const isNamed = namedBy(text, words);
  const isEntry = entriesRun(text);
  const shadows = modulesRun(text);
  const programs = linkedPrograms(packageJson.before, words);
  const setup = new Set([...texts].flatMap(([path, { before }]) => setupNamedBy(path, before)));
  const makefiles = /\bmake\b/.test(text) ? MAKEFILES.map((name) => textOf(name).before ?? '') : [];
  const included = makefiles.flatMap(makefileIncludes);
  // A Makefile names sources as well as tools: it tells which tools run, and not which files.
  const tools = [text, ...makefiles].join('\n');

  const isCheckText = ({ path, status, gitlink }: ChangedPath): boolean => {
    if (gitlink === true || isCheckConfiguration(path, tools) || shadows.has(path) || isEntry(path)) return true;
    if (path === PACKAGE) return packageChanged(packageJson, scripts, words) || startChanged(packageJson, server);
    if (isLockFile(path)) return lockedSourcesChanged(path, textOf(path), words);
    if (settingsChanged(path, textOf(path))) return true;
    if (programs.some((directory) => path.startsWith(directory))) return true;
    if (setup.has(path) || (path.includes('/') && setup.has(withoutExtension(path)))) return true;
    if (included.some((pattern) => pattern.test(path))) return true;
    if (isTestFile(path) && (status === 'D' || status === 'T')) return true;
    return status !== 'A' && isNamed(path);
  };
  return diff.filter(isCheckText).map((entry) => entry.path);
};

const PACKAGE = 'package.json';

const NOTHING: BeforeAfter = { before: null, after: null };

/** Files of which only a part configures checks. */
const MANIFESTS: readonly { readonly file: RegExp; readonly settings: (text: string | null) => string }[] = [
  { file: /^pyproject\.toml$/, settings: pytestSettings },
  { file: /^go\.mod$/, settings: goSettings },
  { file: /(^|\/)Cargo\.toml$/, settings: cargoSettings },
];

const manifestOf = (path: string) => MANIFESTS.find(({ file }) => file.test(path));

/** A crate that is added below leaves those of main as they are. */
const settingsChanged = (path: string, { before, after }: BeforeAfter): boolean => {
  const manifest = manifestOf(path);
  if (manifest === undefined || (before === null && path.includes('/'))) return false;
  return after === null || manifest.settings(before) !== manifest.settings(after);
};

const setupNamedBy = (path: string, text: string | null): readonly string[] => {
  if (!mayNameSetupFiles(path)) return [];
  return [...setupFiles(path, /(^|\/)package\.json$/.test(path) ? runnerSettings(text) : text)];
};

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const directoriesAbove = (path: string): readonly string[] => {
  const directory = directoryOf(path);
  return directory === '' ? [] : [directory, ...directoriesAbove(directory)];
};
