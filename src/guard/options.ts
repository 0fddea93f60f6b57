import type { Positionals } from './argument-pattern.ts';
import { structureFault } from './characters.ts';
import type { Command } from './compile-policy.ts';
import { nearest } from './nearest.ts';
import { NUMBER_OPTION, type OptionSpec } from './option-spec.ts';
import type { Refusal } from './refusal.ts';

export interface PresentOption {
  readonly spec: OptionSpec;
  readonly value: string | null;
}

export interface ParsedArguments {
  readonly options: readonly PresentOption[];
  readonly positionals: Positionals;
}

export type ParseResult =
  | { readonly ok: true; readonly value: ParsedArguments }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Tells options from arguments by the command's grammar. Every option has to be known under the very name that was
 * written: an abbreviation (`--forc`) or an unknown letter in a bundle (`-axO`) is refused, for the program behind it
 * might know more than we do. A value that stands alone may not begin with a dash, so that no option passes as a value.
 */
export function parseOptions(words: readonly string[], command: Command): ParseResult {
  const refused = refusedStart(words, command);
  if (refused) return { ok: false, refusal: refused };
  const options: PresentOption[] = [];
  const before: string[] = [];
  let after: string[] | null = null;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      after = words.slice(index + 1);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      before.push(word);
      if (command.optionsEnd === 'first-argument') {
        before.push(...words.slice(index + 1));
        break;
      }
      continue;
    }
    const read = readOption(word, words[index + 1], command);
    if (!read.ok) return read;
    options.push(...read.options);
    if (read.tookNext) index += 1;
  }
  return { ok: true, value: { options, positionals: { before, after } } };
}

function refusedStart(words: readonly string[], { refusedStarts }: Command): Refusal | undefined {
  const starts = [...refusedStarts.keys()];
  const start = starts.find((text) => words.some((word) => word.startsWith(text)));
  return start === undefined ? undefined : refusedStarts.get(start);
}

type Read =
  | { readonly ok: true; readonly options: PresentOption[]; readonly tookNext: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

function readOption(word: string, next: string | undefined, command: Command): Read {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? null : word.slice(equals + 1);
  if (/^-\d+$/.test(word) && command.options.has(NUMBER_OPTION)) {
    return { ok: true, options: present(command.options.get(NUMBER_OPTION), null), tookNext: false };
  }
  const refused = command.refused.get(name);
  if (refused) return { ok: false, refusal: refused };
  const spec = command.options.get(name);
  if (spec && (attached === null || name.length > 2)) return readValue(spec, name, attached, next);
  return word.startsWith('--') || name.length === 1 ? unknown(name, command) : readBundle(word, next, command);
}

function readValue(spec: OptionSpec, name: string, attached: string | null, next: string | undefined): Read {
  switch (spec.value) {
    case 'none':
      return attached === null
        ? { ok: true, options: present(spec, null), tookNext: false }
        : refuse('option.value', `${name} takes no value.`);
    case 'optional':
      return { ok: true, options: present(spec, attached), tookNext: false };
    case 'attached':
      return attached === null
        ? refuse('option.value', `Write ${name}=<value>, as one word.`)
        : { ok: true, options: present(spec, attached), tookNext: false };
    case 'required':
      if (attached !== null) return { ok: true, options: present(spec, attached), tookNext: false };
      if (next === undefined) return refuse('option.value', `${name} needs a value.`);
      if (next.startsWith('-'))
        return refuse(
          'option.value',
          `The value of ${name} begins with a dash; write it as one word with the option, e.g. ${name.startsWith('--') ? `${name}=` : name}<value>.`,
        );
      return { ok: true, options: present(spec, next), tookNext: true };
  }
}

/** `-am text`, `-fdx`, `-n5`: letter by letter, until one takes the rest as its value. */
function readBundle(word: string, next: string | undefined, command: Command): Read {
  const options: PresentOption[] = [];
  for (let index = 1; index < word.length; index += 1) {
    const name = `-${word.charAt(index)}`;
    const refused = command.refused.get(name);
    if (refused) return { ok: false, refusal: refused };
    const spec = command.options.get(name);
    if (!spec) return unknown(word.length === 2 ? word : name, command, word);
    if (spec.value === 'none') {
      options.push(...present(spec, null));
      continue;
    }
    const rest = word.slice(index + 1);
    // Some parsers drop the "=" of `-C=../main`, some keep it: the value would not be the one that was checked.
    if (rest.startsWith('=')) return refuse('option.value', `Write ${name} and its value as two words.`);
    const read = readValue(spec, name, rest === '' ? null : rest, next);
    return read.ok ? { ...read, options: [...options, ...read.options] } : read;
  }
  return { ok: true, options, tookNext: false };
}

function present(spec: OptionSpec | undefined, value: string | null): PresentOption[] {
  return spec ? [{ spec, value }] : [];
}

function unknown(name: string, command: Command, bundle = name): Read {
  const fault = structureFault(name);
  if (fault) return { ok: false, refusal: fault };
  const near = nearest(name, [...command.options.keys(), ...command.refused.keys()]);
  const where = bundle === name ? '' : ` (in ${bundle})`;
  const abbreviated = near?.startsWith(name) ? ' Abbreviations are refused.' : '';
  return refuse(
    'option.unknown',
    `${name}${where} is no option of ${command.name} that the policy knows.${near ? ` The nearest is ${near}.` : ''}${abbreviated}`,
  );
}

function refuse(rule: string, reason: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { rule, reason } };
}
