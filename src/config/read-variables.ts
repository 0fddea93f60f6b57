import { parseEnv } from 'node:util';
import { SETTING_KEYS, type SettingKey, settingOf } from './keys.ts';
import { isReserved, keyOfVariable, roleIn } from './known-names.ts';
import { NOTHING, type Reading, readSetting, together } from './reading.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from variables. An empty text counts as unset.
 * @param placeOf where a variable stands, for people
 */
export const readVariables = (variables: Variables, placeOf: (name: string) => string): Reading => {
  const names = Object.keys(variables).filter((name) => variables[name]?.trim());
  const byKey = Map.groupBy(names, keyOfVariable);
  const settings = SETTING_KEYS.flatMap((key) =>
    (byKey.get(key) ?? []).map((name) => readVariable(key, name, variables[name] ?? '', placeOf(name))),
  );
  const unknown = (byKey.get(null) ?? []).filter((name) => !isReserved(name));
  return together([...settings, { ...NOTHING, unknown: unknown.map((name) => ({ name, place: placeOf(name) })) }]);
};

/** Reads one variable; one that speaks of a role gives a record with that role alone. */
export const readVariable = (key: SettingKey, name: string, text: string, place: string): Reading => {
  const role = roleIn(settingOf(key).env, name);
  return readSetting(key, role === null ? { text } : { value: { [role]: text } }, place, name);
};

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("[^"]*"|'[^']*'|`[^`]*`)?[^\n]*$/gm;

/** A `.env` file: the variables in it, their lines, and what is wrong with its form. */
interface EnvFile {
  readonly variables: Variables;
  readonly reading: Reading;
}

/** @param file absolute path, for places in messages */
export const readEnvText = (text: string, file: string): EnvFile => {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const lineOf = (offset: number): number => plain.slice(0, offset).split('\n').length;
  const seen = new Map<string, number>();
  const mistakes: string[] = [];
  const rest = plain.replace(ASSIGNMENT, (assignment: string, name: string, _value: string, offset: number) => {
    const line = lineOf(offset);
    const first = seen.get(name);
    if (first === undefined) seen.set(name, line);
    else mistakes.push(`${file}:${line}: ${name}: stands twice, first in line ${first}`);
    return assignment.replace(/[^\n]/g, '');
  });
  for (const [index, line] of rest.split('\n').entries()) {
    if (!/^\s*(#|$)/.test(line)) mistakes.push(`${file}:${index + 1}: expected NAME=value`);
  }
  const variables = parseEnv(plain);
  const reading = readVariables(variables, (name) => `${file}:${seen.get(name) ?? 1}`);
  return { variables, reading: together([reading, { ...NOTHING, mistakes }]) };
};
