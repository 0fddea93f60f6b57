import { text } from 'node:stream/consumers';
import { Option } from 'commander';
import { visibleText } from '../../domain/text/visible-text.ts';
import type { CliDeps } from './cli-deps.ts';
import { notEmpty } from './not-empty.ts';
import { usageError } from './usage-error.ts';

/** How a command is told a prompt: on the command line, or for longer ones in a file. */
export interface PromptOptions {
  readonly prompt?: string;
  readonly promptFile?: string;
}

export const promptOptions = (): readonly Option[] => [
  new Option('--prompt <text>', 'what the role agents are told, word for word').argParser(notEmpty),
  new Option('--prompt-file <file>', 'the same from a file; - reads it from stdin').conflicts('prompt'),
];

/** The prompt, word for word. Rejects with `usage` where none is given, or the file has none. */
export const promptOf = async (
  { prompt, promptFile }: PromptOptions,
  { io, setUp }: Pick<CliDeps, 'io' | 'setUp'>,
): Promise<string> => {
  if (prompt !== undefined) return prompt;
  if (promptFile === undefined)
    throw usageError('there is no prompt', 'Say what is to be done with --prompt TEXT or --prompt-file FILE.');
  if (promptFile === '-' && io.stdin.isTTY === true)
    throw usageError('stdin is a terminal', 'Pipe the prompt in, or name a file.');
  const told = promptFile === '-' ? await text(io.stdin) : await setUp.readText(promptFile);
  if (visibleText(told) === '')
    throw usageError(`${promptFile === '-' ? 'stdin' : promptFile} holds no prompt`, 'Write down what is to be done.');
  return told;
};
