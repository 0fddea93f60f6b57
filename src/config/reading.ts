import { type Decoded, decodeText } from './decode-text.ts';
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
  /** What was left out of a value that is otherwise good, as whole lines. */
  readonly warnings: readonly string[];
}

/** A value as it was written: text that has yet to be understood, or something typed. */
type Written = { readonly text: string } | { readonly value: unknown };

/** Where a mistake inside a value stands: `file:line:column` of the part at a path, or of the key at its end. */
type PlaceInside = (path: readonly PropertyKey[], atKey: boolean) => string;

/**
 * Reads one value, or says what is wrong with it.
 * @param name how the writer spelt the key, for the complaint
 * @param placeInside for writers whose values have places of their own
 */
export const readSetting = (
  key: SettingKey,
  written: Written,
  place: string,
  name: string,
  placeInside: PlaceInside = () => place,
): Reading => {
  const setting = settingOf(key);
  const decoded: Decoded = 'text' in written ? decodeText(setting.form, written.text) : written;
  const hint = setting.example === undefined ? '' : ` (for example ${setting.example})`;
  const complaint = (message: string, at = place): string => `${at}: ${name}: ${message}${hint}`;
  if ('problem' in decoded) return { ...NOTHING, mistakes: [complaint(decoded.problem)] };
  const result = setting.schema.safeParse(decoded.value);
  if (result.success) {
    const warnings = (decoded.warnings ?? []).map((warning) => `${place}: ${name}: ${warning}`);
    return { ...NOTHING, entries: [{ key, value: result.data, place }], warnings };
  }
  return {
    ...NOTHING,
    mistakes: describeIssues(setting.schema, result.error.issues).map(({ path, atKey, message }) =>
      complaint(`${inside(path)}${message}`, path.length === 0 ? place : placeInside(path, atKey)),
    ),
  };
};

export const NOTHING: Reading = { entries: [], mistakes: [], unknown: [], warnings: [] };

/** What several places gave, those first that count first. */
export const together = (readings: readonly Reading[]): Reading => ({
  entries: readings.flatMap((reading) => reading.entries),
  mistakes: readings.flatMap((reading) => reading.mistakes),
  unknown: readings.flatMap((reading) => reading.unknown),
  warnings: readings.flatMap((reading) => reading.warnings),
});

/** Where in a list or record a mistake stands, counted as people count. */
const inside = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? ''
    : `${path.map((step) => (typeof step === 'number' ? `item ${step + 1}` : String(step))).join(', ')}: `;
