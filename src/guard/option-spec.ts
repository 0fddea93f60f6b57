import { type ArgumentKind, parseArgumentKind } from './argument-pattern.ts';

/**
 * How an option takes its value: not at all, as the next word or attached (`--grep <text>`), attached only
 * (`--format=<text>`), or attached and not needed (`--stat=<word>?`).
 */
export type OptionValue = 'none' | 'required' | 'attached' | 'optional';

/** One known option of a command under all its names; the last name is the one that rules are named after. */
export interface OptionSpec {
  readonly names: readonly string[];
  readonly name: string;
  readonly value: OptionValue;
  readonly kind: ArgumentKind | null;
}

/** The name under which counts such as `git log -5` are known. */
export const NUMBER_OPTION = '-<number>';

const SPEC =
  /^(?<names>(?:-<number>|--?\w[\w-]*)(?:\/--?\w[\w-]*)*)(?:(?<sign>[ =])<(?<kind>[^>]+)>(?<optional>\?)?)?$/;

/**
 * Reads an option as manuals write it, names separated by slashes: `-m/--message <text>`, `--format=<text>`,
 * `-u/--untracked-files=<word>?`.
 *
 * @returns null when the text is not of that form
 */
export function parseOptionSpec(text: string): OptionSpec | null {
  const { names: nameText, sign, kind: kindText, optional } = SPEC.exec(text)?.groups ?? {};
  if (nameText === undefined || (sign === ' ' && optional)) return null;
  const names = nameText.split('/');
  const name = names.at(-1) ?? nameText;
  if (kindText === undefined) return { names, name, value: 'none', kind: null };
  const kind = parseArgumentKind(kindText);
  return kind && { names, name, value: optional ? 'optional' : sign === '=' ? 'attached' : 'required', kind };
}
