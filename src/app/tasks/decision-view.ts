import type { Question } from '../../domain/question.ts';
import type { TaskReport } from '../../domain/report.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { reportOf } from './task-report.ts';

/** What came of a person's decision: a sentence for them, and the object that `--json` prints. */
export interface DecisionView {
  readonly message: string;
  readonly result: TaskReport | AnswerView;
}

/** An answered question that no task's gate asked: the lead's own, or one about a command of it. */
export interface AnswerView {
  readonly question: string;
  readonly run: string;
  readonly task: string | null;
  readonly answer: string | null;
  readonly by: string | null;
}

/** @param came what became of the task, in words */
export const viewTask = async (app: Pick<App, 'store'>, task: Task, came: string): Promise<DecisionView> => ({
  message: `${task.id}: ${came}`,
  result: await reportOf(app, task),
});

/** @param came what became of the question, in words */
export const viewAnswered = ({ id, run, task, state }: Question, came: string): DecisionView => {
  const { answer, by } = state.status === 'answered' ? state : { answer: null, by: null };
  return { message: `${id}: ${came}`, result: { question: id, run, task, answer, by } };
};
