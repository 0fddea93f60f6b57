import { SETTING_KEYS, settingOf } from './keys.ts';
import { type Reading, readSetting, together } from './reading.ts';

export type Flags = Readonly<Record<string, unknown>>;

/** Reads the settings among parsed command-line options; `undefined` and the empty text count as not given. */
export const readFlags = (flags: Flags): Reading =>
  together(
    SETTING_KEYS.flatMap((key) => {
      const { flag } = settingOf(key);
      const value = flag === undefined ? undefined : flags[flag];
      if (flag === undefined || value === undefined || value === '') return [];
      const written = typeof value === 'string' ? { text: value } : { value };
      return [readSetting(key, written, 'command line', `--${dashed(flag)}`)];
    }),
  );

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
