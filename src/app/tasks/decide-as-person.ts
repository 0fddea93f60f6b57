import { OrchestratorError } from '../../domain/errors.ts';
import type { Question } from '../../domain/question.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskEvent } from '../../domain/task-event.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { acceptanceOfMain } from '../merge/accept-main.ts';
import { applyTransition } from './apply-transition.ts';
import { findTask } from './find-task.ts';
import { answerQuestion } from './questions.ts';

/** What a person's word is taken with. */
export type PersonApp = Pick<
  App,
  | ('store' | 'pipelines' | 'prompts' | 'clock' | 'progress' | 'settings' | 'processes' | 'files' | 'approver')
  | ('git' | 'ids' | 'log' | 'appOf')
>;

/** What a person's word moved: a task past its gate or back, or the lead that asked. */
export type Decided =
  | { readonly type: 'task'; readonly task: Task }
  | { readonly type: 'question'; readonly question: Question };

/** Answers a question of the lead or of a role by its id, or the only open one of a task or run. */
export const answerAsPerson = async (app: PersonApp, target: string, text: string): Promise<Decided> => {
  const question = await openQuestion(app, target);
  if (question.about.type === 'lead') {
    return { type: 'question', question: await answerQuestion(app, question, text, app.approver) };
  }
  if (question.about.type === 'gate' && question.about.wants === 'answer') {
    const { gate, candidate } = question.about;
    const event = { type: 'answered', gate, candidate, by: app.approver, text } as const;
    return { type: 'task', task: await transition(app, question.task ?? '', event, question) };
  }
  throw new OrchestratorError(
    'usage',
    `${question.id} wants a decision, not a text.`,
    `Use \`task approve ${question.id}\` or \`task reject ${question.id} --reason TEXT\`.`,
  );
};

/** Approves what waits: a gate of a task for its present candidate, or one command of the lead. */
export const approveAsPerson = (app: PersonApp, target: string): Promise<Decided> =>
  decideAs(app, target, { approved: true });

/** Rejects what waits; the reason stands word for word in the next instructions. */
export const rejectAsPerson = (app: PersonApp, target: string, reason: string): Promise<Decided> =>
  decideAs(app, target, { approved: false, reason });

type Decision = { readonly approved: true } | { readonly approved: false; readonly reason: string };

const decideAs = async (app: PersonApp, target: string, decision: Decision): Promise<Decided> => {
  const question = await openQuestion(app, target);
  const { about } = question;
  switch (about.type) {
    case 'lead':
      throw new OrchestratorError(
        'usage',
        `${question.id} wants a text: "${question.text}"`,
        `Use \`task answer ${question.id} TEXT\`.`,
      );
    case 'command': {
      // The word comes first: a reason that reads like a yes must not become one.
      const word = decision.approved ? 'approve' : `reject: ${decision.reason}`;
      return { type: 'question', question: await answerQuestion(app, question, word, app.approver) };
    }
    case 'gate': {
      const { gate, candidate, wants } = about;
      if (wants === 'answer' && decision.approved) {
        throw new OrchestratorError(
          'usage',
          `${question.id} wants a text: "${question.text}"`,
          `Use \`task answer ${question.id} TEXT\`.`,
        );
      }
      const event: TaskEvent = decision.approved
        ? { type: 'approved', gate, candidate, by: app.approver, at: app.clock.now() }
        : { type: 'rejected', gate, candidate, by: app.approver, reason: decision.reason };
      return { type: 'task', task: await transition(app, question.task ?? '', event, question) };
    }
  }
};

/** Calls a task off. */
export const cancelAsPerson = async (app: PersonApp, name: string): Promise<Task> => {
  const task = await findTask(app, name, null);
  return decideTask(app, task.id, { type: 'cancelled', by: app.approver });
};

/** A person's word that answers no question. Rejects with `nothing-waits` where the engine refuses it. */
export const decideTask = (app: PersonApp, task: string, event: TaskEvent): Promise<Task> =>
  transition(app, task, event, null);

/** What sets a task on its way again takes main as it is: a move of it while the task stood still was the person's own. */
const transition = async (app: PersonApp, task: string, event: TaskEvent, question: Question | null): Promise<Task> => {
  const answer = event.type === 'answered' ? event.text : event.type;
  const answered = { status: 'answered', answer, by: app.approver, at: app.clock.now() } as const;
  const known = await app.store.tasks.get(task);
  const there = known === null ? app : await appOfRun(app, known.run);
  const applied = await applyTransition(
    there,
    task,
    event,
    async ({ run }): Promise<readonly Change[]> => [
      ...(question === null ? [] : [{ type: 'save-question', question: { ...question, state: answered } } as const]),
      ...(event.type === 'cancelled' ? [] : await acceptanceOfMain(there, run)),
    ],
  );
  if (applied.accepted) return applied.task;
  throw new OrchestratorError(
    'nothing-waits',
    `Nothing was changed: ${applied.reason}.`,
    `See \`orchestrator task show ${task}\`.`,
  );
};

/** The open question of that id, or the only one of that run or task. */
const openQuestion = async (app: PersonApp, target: string): Promise<Question> => {
  const open = await app.store.questions.open();
  const task = (await app.store.tasks.find(target, null))?.id ?? target;
  const found = open.filter((question) => [question.id, question.run].includes(target) || question.task === task);
  const [first] = found;
  if (first === undefined) {
    const known = open.map(({ id, text }) => `${id} (${text.split('\n')[0]?.slice(0, 60)})`);
    throw new OrchestratorError(
      'nothing-waits',
      `Nothing waits for an answer under "${target}".`,
      known.length === 0 ? 'No question is open.' : `Open: ${known.join('; ')}.`,
    );
  }
  if (found.length === 1) return first;
  throw new OrchestratorError(
    'usage',
    `"${target}" has several open questions.`,
    `Name one: ${found.map(({ id }) => id).join(', ')}.`,
  );
};
