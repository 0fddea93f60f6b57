import type { Refusal } from './refusal.ts';

/** Control characters; a tab, a line feed and a carriage return before one are text inside quotes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/;

/** Characters that show nothing or turn the reading direction: format, private, unassigned, odd spaces, blank letters. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]|(?! )\p{Zs}/u;

/** An ASCII letter within the same run of letters as one of a script whose letters look like ASCII ones. */
const MIXED_SCRIPTS =
  /[A-Za-z][\p{L}\p{M}]*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}][\p{L}\p{M}]*[A-Za-z]/u;

/** A word that begins with a dash of another kind: it looks like an option and is none. */
const POSING_DASH = /^(?!-)[\p{Pd}\u2212]/u;

/** The longest path that Linux takes. */
const LONGEST_PATH = 4096;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Refuses what no word may hold, not even free text. */
export function controlFault(word: string): Refusal | null {
  return CONTROL.test(word)
    ? { rule: 'text.control', reason: 'A control character is hidden in the command; write it without.' }
    : null;
}

/** Refuses characters that are invisible or only look like spaces. */
export function invisibleFault(word: string): Refusal | null {
  return INVISIBLE.test(word)
    ? {
        rule: 'text.invisible',
        reason:
          'An invisible or direction-changing character is hidden in the command; type it again in plain characters.',
      }
    : null;
}

/** Programs, sub-commands, options, refs and the like are printable ASCII: a look-alike letter would name something else. */
export function structureFault(word: string): Refusal | null {
  if (PRINTABLE_ASCII.test(word)) return null;
  return (
    controlFault(word) ??
    invisibleFault(word) ?? {
      rule: 'text.look-alike',
      reason: `"${word}" holds letters that are not ASCII; programs, options and refs are written in ASCII.`,
    }
  );
}

/** Paths may be written in any script, but not in letters that pose as others. */
export function pathFault(word: string): Refusal | null {
  if (word.length > LONGEST_PATH)
    return { rule: 'path.syntax', reason: `A path has at most ${LONGEST_PATH} characters.` };
  if (PRINTABLE_ASCII.test(word)) return null;
  const posing = POSING_DASH.test(word) || MIXED_SCRIPTS.test(word) || word.normalize('NFKD') !== word.normalize('NFD');
  return (
    controlFault(word) ??
    invisibleFault(word) ??
    (posing || /[\n\r\t]/.test(word)
      ? { rule: 'text.look-alike', reason: `The path "${word}" mixes letters that look alike; write it in one script.` }
      : null)
  );
}
