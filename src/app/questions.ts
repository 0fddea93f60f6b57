import type { Question } from '../domain/question.ts';
import type { App } from './app.ts';

type Needs = Pick<App, 'store' | 'clock' | 'progress'>;

/** Records an open question and tells who looks on. */
export const askQuestion = async (app: Needs, asked: Omit<Question, 'id' | 'state' | 'askedAt'>): Promise<Question> => {
  const question: Question = {
    ...asked,
    id: `q-${await app.store.nextNumber('question')}`,
    state: { status: 'open' },
    askedAt: app.clock.now(),
  };
  await app.store.commit([{ type: 'save-question', question }]);
  app.progress.emit({ type: 'question-asked', question });
  return question;
};

/** Records an answer together with what follows from it in the journal. */
export const answerQuestion = async (app: Needs, question: Question, answer: string, by: string): Promise<Question> => {
  const at = app.clock.now();
  const answered: Question = { ...question, state: { status: 'answered', answer, by, at } };
  await app.store.commit([
    { type: 'save-question', question: answered },
    {
      type: 'append-journal',
      entry: {
        run: question.run,
        task: question.task,
        type: 'answered',
        data: { question: question.id, answer, by },
        at,
      },
    },
  ]);
  return answered;
};
