import { SETTING_KEYS, type SettingKey, type SettingValues, settingOf } from './keys.ts';
import type { Entry } from './reading.ts';

/** The entries of one setting, the one that counts first; several only where values by role add up. */
export const entriesOf = (entries: readonly Entry[], key: SettingKey): readonly Entry[] => {
  const own = entries.filter((entry) => entry.key === key);
  return isByRole(key) ? own : own.slice(0, 1);
};

/** The value of every setting, defaults included, and the combinations that make no sense. */
export const valuesOf = (
  entries: readonly Entry[],
): { readonly values: SettingValues; readonly mistakes: readonly string[] } => {
  const pairs = SETTING_KEYS.map((key) => [key, settingValue(entries, key)] as const);
  // Every value came through the schema of its own key, or is the key's default.
  const values = Object.fromEntries(pairs) as unknown as SettingValues;
  return { values, mistakes: contradictions(values) };
};

/** The value of one setting, its default included. */
export const settingValue = (entries: readonly Entry[], key: SettingKey): unknown => {
  const own = entriesOf(entries, key);
  if (isByRole(key)) return Object.assign({}, ...own.toReversed().map((entry) => entry.value));
  return own[0] === undefined ? settingOf(key).default : own[0].value;
};

const isByRole = (key: SettingKey): boolean => {
  const standard = settingOf(key).default;
  return typeof standard === 'object' && standard !== null && !Array.isArray(standard);
};

const contradictions = (values: SettingValues): readonly string[] => {
  const found: string[] = [];
  if (values['worker.kind'] === 'command' && values['worker.command'] === null) {
    found.push(
      'ORCHESTRATOR_WORKER_COMMAND: missing; the worker `command` needs the argv to run, for example ["my-agent","{prompt_file}"]',
    );
  }
  if (values['worker.sandbox'] === 'full' && values['worker.sandboxReason'] === null) {
    found.push('ORCHESTRATOR_WORKER_SANDBOX_REASON: missing; the sandbox `full` needs a reason');
  }
  if (values['gates.ci'] === 'both' && values['forge.kind'] === 'none') {
    found.push('ORCHESTRATOR_FORGE: missing; ORCHESTRATOR_CI=both needs a forge to ask');
  }
  return found;
};
