import { WORKER_KINDS, type WorkerKind, type WorkerSettings } from '../domain/settings.ts';
import { cleanPath } from './clean-path.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** All of the caller's environment that reaches workers and checks without being named (INV-12). */
export const CALLER_VARIABLES: readonly string[] = [
  'HOME',
  'PATH',
  'LANG',
  'TMPDIR',
  'CODEX_HOME',
  'CLAUDE_CONFIG_DIR',
];

/** The caller's part of a child's environment, `PATH` cleaned. */
export const callerEnvironment = (variables: Variables, productRoot: string): Readonly<Record<string, string>> => {
  const picked = pick(variables, CALLER_VARIABLES);
  if (picked.PATH === undefined) return picked;
  return { ...picked, PATH: cleanPath(picked.PATH, { productRoot, berryBinFolder: variables.BERRY_BIN_FOLDER }) };
};

/** What the configuration passes to each kind of worker besides, values included. */
export const workerEnvironments = (
  variables: Variables,
  namesFor: (kind: WorkerKind) => readonly string[],
): WorkerSettings['env'] => {
  const environments = WORKER_KINDS.map((kind) => [kind, pick(variables, namesFor(kind))]);
  return Object.fromEntries(environments) as WorkerSettings['env'];
};

/** What the configuration passes to set-up and checks besides, values included. */
export const checkVariables = (variables: Variables, names: readonly string[]): Readonly<Record<string, string>> =>
  pick(variables, names);

const pick = (variables: Variables, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])));
