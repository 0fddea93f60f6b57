import { isAbsolute } from 'node:path';

/**
 * How a prompt of any length reaches a program. Linux refuses to start a program with a word of more than 128 KiB
 * (`E2BIG`), whatever the total; the rest is room for what a wrapper script may add.
 */
const ARGUMENT_LIMIT_BYTES = 100 * 1024;

/** Can the prompt be one word of an argv? */
export const fitsArgument = (prompt: string): boolean => Buffer.byteLength(prompt) <= ARGUMENT_LIMIT_BYTES;

/**
 * An argv that runs `argv` with a file as its stdin. A file ends by itself, so nothing can wait for input as it would on
 * an open pipe. Node replaces itself by the program: there is no second process to signal, reap or orphan (INV-8).
 * @param file absolute path of the file
 * @param argv as it would be without stdin; a bare name stays alone, so that starting it says that it is missing
 */
export const withStdinFrom = (file: string, argv: readonly string[]): readonly string[] =>
  isAbsolute(argv[0] ?? '')
    ? [process.execPath, '--disable-warning=ExperimentalWarning', '--eval', BECOME_PROGRAM, '--', file, ...argv]
    : argv;

const BECOME_PROGRAM = [
  "const { closeSync, openSync } = require('node:fs');",
  'const [file, ...argv] = process.argv.slice(1);',
  // The lowest free descriptor is the one just closed.
  'closeSync(0);',
  "openSync(file, 'r');",
  'process.execve(argv[0], argv, process.env);',
].join('\n');

/** What stands in for a prompt that is too long for a word, where only a word can be given: its file's name. */
export const pointToFile = (file: string): string =>
  `Your instructions are too long for a command line. Read all of the file ${file} before you do anything else: it is your prompt.`;
