import type { Question } from '../domain/question.ts';

/** The person at this terminal, if there is one. */
export interface Person {
  /** Whether somebody can be asked at all. */
  readonly present: boolean;
  /** Asks and waits for the answer; null when nobody is there or the question was left unanswered. */
  ask(question: Question, signal: AbortSignal): Promise<string | null>;
  /** Shows the plan and asks whether to start it. True when nobody is there: `--yes` is for people with a terminal. */
  confirmPlan(signal: AbortSignal): Promise<boolean>;
}
