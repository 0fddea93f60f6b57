import { settingOf } from './keys.ts';
import { keyOfVariable } from './known-names.ts';
import type { Entry } from './reading.ts';

const MASK = '********';
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD/i;

/** Shorter texts occur by chance; hiding them would make logs unreadable and protect nothing. */
const LEAST_LENGTH = 8;

/** Texts that must appear in no log, prompt or report: secret settings, and variables whose name says so. The longest first. */
export const secretValues = (
  entries: readonly Entry[],
  variables: Readonly<Record<string, string | undefined>>,
): readonly string[] => {
  const settings = entries.filter(({ key }) => settingOf(key).secret).map(({ value }) => String(value));
  const named = Object.keys(variables)
    .filter((name) => SECRET_NAME.test(name) && keyOfVariable(name) === null)
    .map((name) => variables[name] ?? '');
  const values = new Set([...settings, ...named].filter((value) => value.length >= LEAST_LENGTH));
  return [...values].toSorted((a, b) => b.length - a.length);
};

/** How a value is shown to people: a secret not at all, and no secret inside another value. */
export const masked = (value: unknown, isSecret: boolean, secrets: readonly string[]): string => {
  if (value === null) return '';
  if (isSecret) return MASK;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), withoutPassword(text));
};

const withoutPassword = (text: string): string => text.replace(/(:\/\/)[^/@\s]+@/g, `$1${MASK}@`);
