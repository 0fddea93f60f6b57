import { visibleText } from '../domain/text/visible-text.ts';
import { fail, type Gate, pass, type Subject } from './gate.ts';

export const entry: Gate<never> = {
  name: 'entry',
  artifact: null,
  fields: [],
  description: 'The task says what it is: a title of 5 to 80 characters, a prompt of at least 20 (QG-0).',
  needs: [],
  judge: (_, task) => {
    const problems = problemsOf(task);
    return problems.length === 0 ? pass('title and prompt say what the task is') : fail(problems.join('; '));
  },
};

const TITLE = { least: 5, most: 80 };
const PROMPT = { least: 20 };

const problemsOf = ({ title, prompt }: Subject): readonly string[] => {
  const [titleLength, promptLength] = [lengthOf(title), lengthOf(prompt)];
  return [
    ...(titleLength < TITLE.least ? [`the title has ${titleLength} characters, fewer than ${TITLE.least}`] : []),
    ...(titleLength > TITLE.most ? [`the title has ${titleLength} characters, more than ${TITLE.most}`] : []),
    ...(promptLength < PROMPT.least ? [`the prompt has ${promptLength} characters, fewer than ${PROMPT.least}`] : []),
  ];
};

/** As people count: an emoji is one character, and what nobody sees is none. */
const lengthOf = (text: string): number => [...visibleText(text)].length;
