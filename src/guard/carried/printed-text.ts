import type { ShellCommand } from './shell-command.ts';

/** What a command prints, where its words alone tell: `echo`, `printf`, and what passes on what it is given. Else null. */
export function printedText({ argv, stdin }: ShellCommand): string | null {
  const [program, ...words] = argv;
  switch (program) {
    case 'echo':
      return words.join(' ').replace(/^(?:-[neE]+ )+/, '');
    case 'printf':
      return formatted(ansiText(words[0] ?? ''), words.slice(1));
    case 'cat':
      return words.every((word) => word.startsWith('-')) ? stdin : null;
    case 'tee':
      return stdin;
    default:
      return null;
  }
}

/** The text of `$'...'` and of a format: `\x67`, `\147` and `\n` stand for characters. */
export function ansiText(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|0?([0-7]{1,3})|([\s\S]))/gi,
    (_whole, byte?: string, point?: string, octal?: string, char = '') => {
      const code = byte ?? point;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return NAMED[char] ?? char;
    },
  );
}

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A format is used anew until all words have found their places. */
function formatted(format: string, words: readonly string[]): string {
  let used = 0;
  let text = '';
  do {
    const before = used;
    text += format.replace(/%[-\d.]*[a-z]/gi, () => words[used++] ?? '');
    if (used === before) break;
  } while (used < words.length);
  return text;
}
