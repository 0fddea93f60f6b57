import { createInterface } from 'node:readline';
import type { ReadableTerminal } from './cli-io.ts';
import type { Output } from './output.ts';
import type { Renderer } from './progress/renderer.ts';
import type { Person, Question } from './progress/sinks.ts';
import { oneLine, plainText } from './text/plain-text.ts';

interface TerminalPersonOptions {
  readonly input: ReadableTerminal;
  /** Where questions are put: stderr. */
  readonly output: Output;
  /** Makes room while the person is asked. */
  readonly renderer: Renderer;
  /** `--yes`: the plan is started without asking. */
  readonly yes: boolean;
}

/** Nobody: every question waits for another terminal. */
const NOBODY: Person = { present: false, ask: async () => null, confirmPlan: async () => true };

/** The person at this terminal; nobody where input or messages are not a terminal. Asks one question at a time. */
export const createTerminalPerson = ({ input, output, renderer, yes }: TerminalPersonOptions): Person => {
  if (input.isTTY !== true || !output.isTerminal) return NOBODY;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = turn.then(ask, ask);
    turn = answer;
    return answer;
  };
  const readLine = async (prompt: string, signal: AbortSignal): Promise<string | null> => {
    if (signal.aborted) return null;
    renderer.pause();
    try {
      return await promptOnce(input, output, prompt, signal);
    } finally {
      renderer.resume();
    }
  };
  return {
    present: true,
    ask: (question, signal) =>
      inTurn(async () => {
        const { paint } = output;
        let prompt = `\n${promptFor(question, output.isLive)}${paint.bold('> ')}`;
        for (;;) {
          const line = await readLine(prompt, signal);
          if (line === null || line === '') return null;
          const answer = chooseOption(question, line);
          if (answer !== null) {
            renderer.answered(question.id);
            return answer;
          }
          prompt = paint.yellow(`Please choose one of ${question.options.join(', ')}> `);
        }
      }),
    confirmPlan: (signal) =>
      inTurn(async () => {
        if (yes) return true;
        const line = await readLine(`\n${output.paint.bold('Start this plan?')} [Y/n] `, signal);
        return line !== null && /^(y|yes|)$/i.test(line);
      }),
  };
};

/** The text itself stands just above where events are told in full. */
const promptFor = ({ id, about, text, options }: Question, isTold: boolean): string => {
  const choices = options.map((option, index) => `${index + 1}) ${oneLine(option, 60)}`).join('  ');
  const own = about.type === 'lead' && options.length > 0 ? ', or your own words' : '';
  return [
    ...(isTold ? [] : [plainText(text)]),
    `${id}: ${choices === '' ? 'your answer' : `${choices}${own}`}; an empty line leaves it open`,
    '',
  ].join('\n');
};

/**
 * What a line means among the options: a number, the word or its unambiguous beginning. The lead is also told free text;
 * an approval is never guessed, and null asks again.
 */
export const chooseOption = ({ options, about }: Pick<Question, 'options' | 'about'>, line: string): string | null => {
  const word = line.toLowerCase();
  const byNumber = /^\d+$/.test(line) ? options[Number(line) - 1] : undefined;
  const exact = options.find((option) => option.toLowerCase() === word);
  const begun = options.filter((option) => option.toLowerCase().startsWith(word));
  const chosen = byNumber ?? exact ?? (begun.length === 1 ? begun[0] : undefined);
  return chosen ?? (about.type === 'lead' || options.length === 0 ? line : null);
};

/** One trimmed line; null when the input ends or the run stops. The terminal stays in line mode: Ctrl-C is still a signal. */
const promptOnce = (
  input: ReadableTerminal,
  output: Output,
  prompt: string,
  signal: AbortSignal,
): Promise<string | null> =>
  new Promise((resolve) => {
    const lines = createInterface({ input, terminal: false });
    const finish = (answer: string | null): void => {
      signal.removeEventListener('abort', abandon);
      lines.removeAllListeners();
      lines.close();
      resolve(answer);
    };
    const abandon = (): void => finish(null);
    lines.once('line', (line) => finish(line.trim()));
    lines.once('close', abandon);
    signal.addEventListener('abort', abandon, { once: true });
    output.write(prompt);
  });
