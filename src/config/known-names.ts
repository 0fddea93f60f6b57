import { closest, distance } from 'fastest-levenshtein';
import { SETTING_KEYS, SETTINGS, type SettingKey, settingOf } from './keys.ts';
import { RESERVED_VARIABLES } from './reserved-variables.ts';

const ROLE = '<ROLE>';

/** What marks the processes of a job (INV-8); no setting. */
const JOB_MARKER = 'ORCHESTRATOR_JOB';

/** Every variable that is a setting, in the order of the table. */
export const SETTING_VARIABLES: readonly string[] = SETTING_KEYS.map((key) => settingOf(key).env);

const KEY_BY_VARIABLE = new Map(SETTING_KEYS.map((key) => [settingOf(key).env, key] as const));

const KEYS_BY_ROLE = SETTING_KEYS.filter((key) => settingOf(key).env.endsWith(ROLE));

/** The role that a variable such as `ORCH_AGENT_MODEL_DEVELOPER` speaks of, or null when it does not fit the pattern. */
export const roleIn = (pattern: string, name: string): string | null => {
  if (!pattern.endsWith(ROLE)) return null;
  const prefix = pattern.slice(0, -ROLE.length);
  const role = name.slice(prefix.length);
  return name.startsWith(prefix) && /^[A-Z][A-Z0-9_]*$/.test(role) ? role.toLowerCase().replaceAll('_', '-') : null;
};

/** The setting that a variable means, or null. A fixed name goes before a pattern. */
export const keyOfVariable = (name: string): SettingKey | null =>
  KEY_BY_VARIABLE.get(name) ?? KEYS_BY_ROLE.find((key) => roleIn(settingOf(key).env, name) !== null) ?? null;

export const isSettingKey = (path: string): path is SettingKey => Object.hasOwn(SETTINGS, path);

export const isReserved = (name: string): boolean =>
  name === JOB_MARKER || RESERVED_VARIABLES.some((known) => known === name || roleIn(known, name) !== null);

/**
 * Must a variable of the environment be one of ours? `ORCHESTRATOR_` is. Other programs may own the shorter prefix, so there only
 * what is a letter or two away from a known name counts as misspelt.
 */
export const isClaimed = (name: string): boolean =>
  name.startsWith('ORCHESTRATOR_') || (name.startsWith('ORCH_') && distance(name, nearestVariable(name)) <= 2);

export const nearestVariable = (name: string): string => closest(name, [...SETTING_VARIABLES, ...RESERVED_VARIABLES]);

/** The nearest key of a YAML file, where both spellings of a setting count. */
export const nearestKey = (path: string): string => closest(path, [...SETTING_KEYS, ...SETTING_VARIABLES]);
