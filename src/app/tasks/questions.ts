import type { Question } from '../../domain/question.ts';
import type { App } from '../app.ts';
import { watchUntil } from '../watch-until.ts';

type Needs = Pick<App, 'store' | 'clock' | 'progress'>;

/** A question with its answer. */
export type Answered = Question & { readonly state: Extract<Question['state'], { status: 'answered' }> };

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
export const answerQuestion = async (app: Needs, question: Question, answer: string, by: string): Promise<Answered> => {
  const at = app.clock.now();
  const answered: Answered = { ...question, state: { status: 'answered', answer, by, at } };
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

/**
 * Waits for the answer to an open question: from the person at this terminal, or by `task answer`, `approve` and `reject` from
 * another one, whichever comes first. Null when nobody is here or the question is left open.
 */
export const waitForAnswer = async (
  app: Needs & Pick<App, 'person' | 'approver'>,
  asked: Question,
  signal: AbortSignal,
): Promise<Answered | null> => {
  const answeredElsewhere = async (): Promise<Answered | null> => {
    const question = await app.store.questions.get(asked.id);
    return question !== null && isAnswered(question) ? question : null;
  };
  const elsewhere = watchUntil(app.clock, async () => (await answeredElsewhere()) !== null);
  try {
    const answer = await app.person.ask(asked, AbortSignal.any([signal, elsewhere.signal]));
    const earlier = await answeredElsewhere();
    if (earlier !== null) return earlier;
    return answer === null ? null : await answerQuestion(app, asked, answer, app.approver);
  } finally {
    await elsewhere.stop();
  }
};

const isAnswered = (question: Question): question is Answered => question.state.status === 'answered';
