import { OrchestratorError } from '../domain/errors.ts';
import type { Settings } from '../domain/settings.ts';
import { buildSettings } from './build-settings.ts';
import { CALLER_VARIABLES, callerEnvironment, checkVariables, workerEnvironments } from './caller-environment.ts';
import { realPathOf } from './checkout.ts';
import { type ConfigFile, readBaseFiles, readHomeFiles, type YamlReader } from './config-files.ts';
import { resolveHome } from './home.ts';
import { isClaimed, nearestKey, nearestVariable } from './known-names.ts';
import { currentDirectory, type Layout, resolveLayout } from './layout.ts';
import { type Flags, readFlags } from './read-flags.ts';
import { readVariables } from './read-variables.ts';
import { type Entry, NOTHING, type Reading, readSetting, together } from './reading.ts';
import { valuesOf } from './resolve-values.ts';
import { secretValues } from './secrets.ts';

export interface LoadRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the process's working directory. */
  readonly cwd: string;
  /** Parsed options by their name in camel case; those that are no settings are ignored. */
  readonly flags: Flags;
  /** What `-C` names. */
  readonly argvDir?: string | undefined;
  /** Absolute path of this product's own package. */
  readonly productRoot: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Every value that was set somewhere, the one that counts first. */
  readonly entries: readonly Entry[];
  /** Texts that must appear in no log, prompt or report. */
  readonly secrets: readonly string[];
}

/**
 * Settings of this start: flag before environment before local file before default.
 * @throws OrchestratorError `config-invalid` with a line `place: key: message` for every mistake; `base-dir-missing`,
 * `base-dir-invalid` or `home-invalid` when only the layout is wrong
 */
export const findSettings = (request: LoadRequest, readYaml: YamlReader): LoadedSettings => {
  const called = together([
    directoryOption(request),
    readFlags(request.flags),
    readVariables(request.env, () => 'environment'),
  ]);
  const complaints = [...called.mistakes, ...unknownVariables(called)];

  const layout = orReport(complaints, () => layoutOf(request, called.entries));
  const baseFiles = readBaseFiles(layout, readYaml);
  const nearHome = [...called.entries, ...entriesIn(baseFiles)];
  const home = orReport([...complaints, ...mistakesIn(baseFiles, nearHome)], () =>
    resolveHome(layout, textAt(nearHome, 'home')),
  );
  const files = [...baseFiles, ...readHomeFiles(home, layout, readYaml)];

  const entries = [...called.entries, ...entriesIn(files)];
  const { values, mistakes } = valuesOf(entries);
  refuse([...complaints, ...mistakesIn(files, entries), ...relocations(entries, layout, home), ...mistakes]);

  const variables = Object.assign({}, ...files.toReversed().map((file) => file.variables), request.env);
  const settings = buildSettings(values, {
    layout,
    home,
    warnings: [called, ...files.map(({ reading }) => reading)].flatMap((reading) => reading.warnings),
    callerEnvironment: callerEnvironment(variables, request.productRoot),
    workerEnvironments: workerEnvironments(variables, (kind) => values[`workers.${kind}.env`]),
    checkVariables: checkVariables(variables, values['checks.env']),
  });
  return { settings, entries, secrets: secretValues(entries, variables) };
};

const directoryOption = ({ argvDir }: LoadRequest): Reading =>
  argvDir === undefined ? NOTHING : readSetting('baseDir', { text: argvDir }, 'command line', '-C');

const layoutOf = (request: LoadRequest, entries: readonly Entry[]): Layout =>
  resolveLayout({
    argvDir: request.argvDir ?? null,
    baseDir: textAt(entries, 'baseDir'),
    cwd: currentDirectory(request.cwd, request.env.INIT_CWD, request.productRoot),
    productRoot: request.productRoot,
  });

const textAt = (entries: readonly Entry[], key: 'baseDir' | 'home'): string | null => {
  const entry = entries.find((candidate) => candidate.key === key);
  return entry === undefined ? null : String(entry.value);
};

const entriesIn = (files: readonly ConfigFile[]): readonly Entry[] => files.flatMap((file) => file.reading.entries);

/** What is wrong in files, unknown keys included, except variables in `.env` that are passed on to workers or checks. */
const mistakesIn = (files: readonly ConfigFile[], entries: readonly Entry[]): readonly string[] => {
  const named = entries.filter(({ key }) => /^workers\.|^checks\.env$/.test(key)).flatMap(({ value }) => value);
  const passed = new Set<unknown>([...CALLER_VARIABLES, ...named]);
  return files.flatMap(({ reading, variables }) => [
    ...reading.mistakes,
    ...reading.unknown
      .filter(({ name }) => !(Object.hasOwn(variables, name) && passed.has(name)))
      .map(({ name, place }) => `${place}: ${name}: unknown key, the nearest known key is ${nearestKey(name)}`),
  ]);
};

const unknownVariables = (reading: Reading): readonly string[] =>
  reading.unknown
    .filter(({ name }) => isClaimed(name))
    .map(({ name, place }) => `${place}: ${name}: unknown key, the nearest known key is ${nearestVariable(name)}`);

/** A file cannot say where it should have been looked for. */
const relocations = (entries: readonly Entry[], layout: Layout, home: string): readonly string[] => {
  const isAt = (entry: Entry, path: string): boolean => realPathOf(String(entry.value)) === path;
  const isInFile = (entry: Entry): boolean => entry.place.startsWith('/');
  return entries
    .filter(isInFile)
    .filter(
      (entry) =>
        (entry.key === 'baseDir' && !isAt(entry, layout.worktreesDir)) ||
        (entry.key === 'home' && entry.place.startsWith(`${home}/`) && !isAt(entry, home)),
    )
    .map(
      ({ key, place }) =>
        `${place}: ${key}: names another directory than the file was found by; set it in the environment`,
    );
};

/** Runs what may find the layout wrong; what was wrong before is not lost over it. */
const orReport = <Result>(complaints: readonly string[], find: () => Result): Result => {
  try {
    return find();
  } catch (error) {
    if (complaints.length === 0 || !(error instanceof OrchestratorError)) throw error;
    throw configInvalid([...complaints, error.message], error);
  }
};

const refuse = (complaints: readonly string[]): void => {
  if (complaints.length > 0) throw configInvalid(complaints);
};

const configInvalid = (complaints: readonly string[], cause?: unknown): OrchestratorError =>
  new OrchestratorError(
    'config-invalid',
    complaints.join('\n'),
    'Correct what is named; docs/guides/configuration.md lists every key, `orchestrator config schema` describes the file.',
    { cause },
  );
