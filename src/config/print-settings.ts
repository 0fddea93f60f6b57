import type { LoadedSettings } from './find-settings.ts';
import { SETTING_KEYS, type SettingKey, settingOf } from './keys.ts';
import { entriesOf, settingValue } from './resolve-values.ts';
import { masked } from './secrets.ts';

/** One setting as `config print` shows it. */
export interface PrintedSetting {
  readonly key: SettingKey;
  readonly env: string;
  /** Never a secret; empty where nothing is set. */
  readonly value: string;
  /** `command line`, `environment`, `file:line` or `default`; several where values by role add up. */
  readonly source: string;
}

/** Every setting with its value and where it came from, in the order of the table. */
export const printSettings = (loaded: LoadedSettings): readonly PrintedSetting[] =>
  SETTING_KEYS.map((key) => {
    const setting = settingOf(key);
    const own = entriesOf(loaded.entries, key);
    const value = placeFound(loaded, key) ?? settingValue(loaded.entries, key);
    return {
      key,
      env: setting.env,
      value: masked(value, setting.secret === true, loaded.secrets),
      source: [...new Set(own.map((entry) => entry.place))].join(', ') || 'default',
    };
  });

/** The directories are shown as they were found, not as they were written. */
const placeFound = ({ settings }: LoadedSettings, key: SettingKey): string | null => {
  if (key === 'baseDir') return settings.layout.worktreesDir;
  return key === 'home' ? settings.layout.home : null;
};
