import { OrchestratorError } from '../domain/errors.ts';
import type { Question } from '../domain/question.ts';
import type { Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { findTask } from './find-task.ts';
import { answerQuestion } from './questions.ts';

type Needs = Pick<App, 'store' | 'pipelines' | 'clock' | 'progress' | 'settings' | 'processes' | 'files' | 'approver'>;

/**
 * A person's word is refused from a process that a worker or a check started, and from inside a task's worktree: there nobody
 * can tell it from a worker's. Rejects with `approval-refused`.
 * @param cwd absolute path of the caller's current directory
 */
export const assertPerson = async (app: Pick<App, 'processes' | 'files' | 'settings'>, cwd: string): Promise<void> => {
  if (app.processes.descendsFromJob()) {
    throw new OrchestratorError(
      'approval-refused',
      'This process descends from a worker or a check: what it says is no decision of a person.',
      'Decide from a shell of your own.',
    );
  }
  const [here, worktrees] = await Promise.all([
    app.files.realPath(cwd),
    app.files.realPath(app.settings.layout.worktreesDir),
  ]);
  if (here.startsWith(`${worktrees}/task-`)) {
    throw new OrchestratorError(
      'approval-refused',
      `${here} is in a task's worktree, where workers write.`,
      'Change to another directory and decide from there.',
    );
  }
};

/** Answers a question by its id, or the only open one of a task or run. */
export const answerAsPerson = async (app: Needs, target: string, text: string): Promise<Question> => {
  const question = await openQuestion(app, target);
  if (question.about.type === 'gate') {
    throw new OrchestratorError(
      'usage',
      `${question.id} wants a decision, not a text.`,
      `Use \`task approve ${question.id}\` or \`task reject ${question.id} --reason TEXT\`.`,
    );
  }
  return answerQuestion(app, question, text, app.approver);
};

/** Approves what waits: a gate of a task for its present candidate, or one command of the lead. */
export const approveAsPerson = (app: Needs, target: string): Promise<string> => decideAs(app, target, 'approve');

/** Rejects what waits; the reason stands word for word in the next instructions. */
export const rejectAsPerson = (app: Needs, target: string, reason: string): Promise<string> =>
  decideAs(app, target, reason);

const decideAs = async (app: Needs, target: string, answer: string): Promise<string> => {
  const question = await openQuestion(app, target);
  switch (question.about.type) {
    case 'lead':
      throw new OrchestratorError(
        'usage',
        `${question.id} wants a text: "${question.text}"`,
        `Use \`task answer ${question.id} TEXT\`.`,
      );
    case 'command':
      await answerQuestion(app, question, answer, app.approver);
      return `${question.id}: ${answer === 'approve' ? 'approved' : 'rejected'}; it goes on with \`orchestrator resume ${question.run}\``;
    case 'gate': {
      const { gate, candidate } = question.about;
      const event: TaskEvent =
        answer === 'approve'
          ? { type: 'approved', gate, candidate, by: app.approver, at: app.clock.now() }
          : { type: 'rejected', by: app.approver, reason: answer };
      const task = await transition(app, question.task ?? '', event, question);
      return `${task.id}: ${answer === 'approve' ? 'approved' : 'rejected'}; it goes on with \`orchestrator resume ${task.run}\``;
    }
  }
};

/** Calls a task off. */
export const cancelAsPerson = async (app: Needs, name: string): Promise<Task> => {
  const task = await findTask(app, name, null);
  return transition(app, task.id, { type: 'cancelled', by: app.approver }, null);
};

/** Another try of a task that stands still. */
export const retryAsPerson = async (app: Needs, name: string): Promise<Task> => {
  const task = await findTask(app, name, null);
  return transition(app, task.id, { type: 'retried', by: app.approver }, null);
};

const transition = async (app: Needs, task: string, event: TaskEvent, question: Question | null): Promise<Task> => {
  const answered = { status: 'answered', answer: event.type, by: app.approver, at: app.clock.now() } as const;
  const applied = await applyTransition(app, task, event, async () =>
    question === null ? [] : [{ type: 'save-question', question: { ...question, state: answered } }],
  );
  if (applied.accepted) return applied.task;
  throw new OrchestratorError(
    'nothing-waits',
    `Nothing was changed: ${applied.reason}.`,
    `See \`orchestrator task show ${task}\`.`,
  );
};

const openQuestion = async (app: Needs, target: string): Promise<Question> => {
  const open = await app.store.questions.open();
  const found = open.filter(({ id, run, task }) => id === target || run === target || task === target);
  const named = found.length > 0 ? found : open.filter(({ task }) => task !== null && task === target);
  const bySlug = named.length > 0 ? named : await questionsOfSlug(app, open, target);
  const [first] = bySlug;
  if (first === undefined) {
    throw new OrchestratorError(
      'nothing-waits',
      `Nothing waits for an answer under "${target}".`,
      open.length === 0
        ? 'No question is open.'
        : `Open: ${open.map(({ id, text }) => `${id} (${text.split('\n')[0]?.slice(0, 60)})`).join('; ')}.`,
    );
  }
  if (bySlug.length > 1) {
    throw new OrchestratorError(
      'usage',
      `"${target}" has several open questions.`,
      `Name one: ${bySlug.map(({ id }) => id).join(', ')}.`,
    );
  }
  return first;
};

const questionsOfSlug = async (app: Needs, open: readonly Question[], slug: string): Promise<readonly Question[]> => {
  const task = await app.store.tasks.find(slug, null);
  return task === null ? [] : open.filter((question) => question.task === task.id);
};
