import { decodeText } from './decode-text.ts';
import { describeIssues } from './describe-issue.ts';
import type { SettingKey } from './keys.ts';
import { settingOf } from './keys.ts';

/** A value that was found somewhere and fits its schema. `place` is where, for people. */
export interface Entry {
  readonly key: SettingKey;
  readonly value: unknown;
  readonly place: string;
}

/** What one place gave: values, complaints as whole lines, and names that are no setting. */
export interface Reading {
  readonly entries: readonly Entry[];
  readonly mistakes: readonly string[];
  readonly unknown: readonly { readonly name: string; readonly place: string }[];
}

/** A value as it was written: text that has yet to be understood, or something typed. */
type Written = { readonly text: string } | { readonly value: unknown };

/** @param name how the writer spelt the key, for the complaint */
export const readSetting = (key: SettingKey, written: Written, place: string, name: string): Reading => {
  const setting = settingOf(key);
  const decoded = 'text' in written ? decodeText(setting.form, written.text) : written;
  const hint = setting.example === undefined ? '' : ` (for example ${setting.example})`;
  const complaint = (message: string): string => `${place}: ${name}: ${message}${hint}`;
  if ('problem' in decoded) return { ...NOTHING, mistakes: [complaint(decoded.problem)] };
  const result = setting.schema.safeParse(decoded.value);
  if (result.success) return { ...NOTHING, entries: [{ key, value: result.data, place }] };
  return {
    ...NOTHING,
    mistakes: describeIssues(setting.schema, result.error.issues).map(({ path, message }) =>
      complaint(`${inside(path)}${message}`),
    ),
  };
};

export const NOTHING: Reading = { entries: [], mistakes: [], unknown: [] };

export const together = (readings: readonly Reading[]): Reading => ({
  entries: readings.flatMap((reading) => reading.entries),
  mistakes: readings.flatMap((reading) => reading.mistakes),
  unknown: readings.flatMap((reading) => reading.unknown),
});

/** Where in a list or record a mistake stands, counted as people count. */
const inside = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? ''
    : `${path.map((step) => (typeof step === 'number' ? `item ${step + 1}` : String(step))).join(', ')}: `;
