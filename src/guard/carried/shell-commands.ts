import type { ShellCommand } from './shell-command.ts';
import { addText } from './shell-frame.ts';
import {
  addValue,
  close,
  dropCommand,
  endCommand,
  endWord,
  finish,
  newReading,
  openSubshell,
  openSubstitution,
  pipe,
  type Reading,
  readDocuments,
} from './shell-reading.ts';
import { readToken, type ShellToken } from './shell-tokens.ts';

/**
 * Takes the simple commands out of a shell script as far as that is possible without running it: split at operators, line
 * ends, parentheses and substitutions; quotes, comments, keywords and redirections removed; variables, aliases and
 * substitutions replaced where the script itself says what they are (`g=git; $g`, `$(echo git)`). What it computes in any
 * other way stays as it was written (`$CMD`). The result serves to find what is written openly, never to allow anything.
 */
export function shellCommands(script: string): ShellCommand[] {
  const reading = newReading();
  for (let position = 0; position < script.length; ) {
    const { token, end } = readToken(script, position, reading.frame.inQuotes);
    take(reading, token);
    position = token.kind === 'line-end' ? readDocuments(reading, script, end) : end;
  }
  return finish(reading);
}

function take(reading: Reading, token: ShellToken): void {
  const { frame, names } = reading;
  switch (token.kind) {
    case 'text':
      addText(frame, token.text, token.quoted || frame.inQuotes);
      break;
    case 'quote':
      addText(frame, '', true);
      frame.inQuotes = !frame.inQuotes;
      break;
    case 'variable':
      addValue(reading, names.expanded(names.valueOf(token.name)) ?? token.written);
      break;
    case 'substitution':
      if (token.closes === '`' && frame.closes === '`') close(reading);
      else openSubstitution(reading, token.closes);
      break;
    case 'redirection':
      endWord(reading);
      frame.leads = token.sign;
      break;
    case 'definition':
      dropCommand(reading);
      openSubshell(reading);
      break;
    case 'operator':
      takeOperator(reading, token.sign);
      break;
    case 'line-end':
      endCommand(reading);
      break;
    case 'space':
      endWord(reading);
      break;
    case 'nothing':
      break;
  }
}

function takeOperator(reading: Reading, sign: string): void {
  if (sign === '(') openSubshell(reading);
  else if (sign !== ')') endCommand(reading);
  else if (reading.frame.closes === ')') close(reading);
  else dropCommand(reading);
  if (sign === '|' || sign === '|&') pipe(reading);
}
