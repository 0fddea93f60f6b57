import { z } from 'zod';
import type { Question, QuestionAbout } from '../../domain/question.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';

/** The table `questions`: what is asked of it, and what `commit` writes. Lists are in the order of asking. */
export const createQuestions = (connection: Connection) => {
  const documents = createDocuments(connection, 'questions', questionSchema);
  const queries: Store['questions'] = {
    get: (id) => connection.read(() => documents.one('WHERE id = ?', id)),
    open: () => connection.read(() => documents.many(`WHERE status = 'open' ORDER BY seq`)),
    inRun: (run) => connection.read(() => documents.many('WHERE run = ? ORDER BY seq', run)),
  };
  return { queries, save: (question: Question) => documents.put(question.id, question) };
};

const aboutSchema = (): z.ZodType<QuestionAbout> =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('lead'), call: z.string() }),
    z.strictObject({ type: z.literal('command'), worktree: z.string(), argv: z.array(z.string()) }),
    z.strictObject({
      type: z.literal('gate'),
      gate: z.string(),
      candidate: z.string(),
      wants: z.enum(['decision', 'answer']).default('decision'),
    }),
  ]);

const stateSchema = (): z.ZodType<Question['state']> =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('open') }),
    z.strictObject({ status: z.literal('answered'), answer: z.string(), by: z.string(), at: z.number() }),
    z.strictObject({ status: z.literal('closed') }),
  ]);

const questionSchema = (): z.ZodType<Question> =>
  z.strictObject({
    id: z.string(),
    run: z.string(),
    task: z.string().nullable(),
    about: aboutSchema(),
    text: z.string(),
    options: z.array(z.string()),
    state: stateSchema(),
    askedAt: z.number(),
  });
