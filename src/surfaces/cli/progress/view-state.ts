import type { Run, RunStatus } from '../../../domain/run.ts';
import type { TaskStatus } from '../../../domain/task.ts';
import { addUsage, NO_USAGE, type Usage } from '../../../domain/usage/usage.ts';
import { type PlanView, reducePlan } from './plan-view.ts';
import type { ProgressEvent, Question } from './sinks.ts';
import { reduceTasks, type TaskView } from './task-view.ts';

/** What a person who looks on sees of a run; the sum of all events so far. */
export interface ViewState {
  readonly run: RunView | null;
  /** Null but for the run of a declared plan, which has no lead and no `run` here. */
  readonly plan: PlanView | null;
  /** In the order of the plan. */
  readonly tasks: readonly TaskView[];
  /** Open ones, oldest first. */
  readonly questions: readonly Question[];
  /** Ids of those that the person at this terminal has answered. */
  readonly answeredHere: readonly string[];
  /** A check that runs on main itself, before or beside everything else. */
  readonly baseline: string | null;
  /** What the lead itself used, and all that was used before this process took the run up. */
  readonly leadUsage: Usage;
  readonly turn: number;
  readonly ended: RunStatus | null;
}

export interface RunView {
  readonly id: string;
  readonly run: Run;
  readonly model: string;
  readonly budgetUsd: number | null;
  readonly dryRun: boolean;
  /** When this process took it up, in milliseconds since the epoch. */
  readonly startedAt: number;
}

export const EMPTY_VIEW: ViewState = {
  run: null,
  plan: null,
  tasks: [],
  questions: [],
  answeredHere: [],
  baseline: null,
  leadUsage: NO_USAGE,
  turn: 0,
  ended: null,
};

/**
 * Adds one event to what is seen. Pure.
 * @param at when it happened, in milliseconds since the epoch
 */
export const reduceView = (state: ViewState, event: ProgressEvent, at: number): ViewState => ({
  ...reduceRun(state, event, at),
  plan: reducePlan(state.plan, event, at),
  tasks: reduceTasks(state.tasks, event, at),
  questions: reduceQuestions(state.questions, event),
});

const reduceRun = (state: ViewState, event: ProgressEvent, at: number): ViewState => {
  switch (event.type) {
    case 'run-started': {
      const { run, model, budgetUsd, dryRun, spent } = event;
      return { ...EMPTY_VIEW, run: { id: run.id, run, model, budgetUsd, dryRun, startedAt: at }, leadUsage: spent };
    }
    case 'checks-started':
      return event.task === null ? { ...state, baseline: event.command } : state;
    case 'lead-turn':
      return { ...state, turn: event.turn, leadUsage: addUsage(state.leadUsage, event.usage) };
    case 'job-started':
      return { ...state, baseline: null };
    case 'run-ended':
      return { ...state, ended: event.status, baseline: null };
    default:
      return state;
  }
};

/** The view after the person at this terminal answered a question. */
export const withoutQuestion = (state: ViewState, question: string): ViewState => ({
  ...state,
  answeredHere: [...state.answeredHere, question],
  questions: state.questions.filter(({ id }) => id !== question),
});

/** An answer from elsewhere is told a moment later than what goes on because of it; whichever comes first takes the question away. */
const reduceQuestions = (questions: readonly Question[], event: ProgressEvent): readonly Question[] => {
  switch (event.type) {
    case 'run-started':
      return [];
    case 'question-asked':
      return [...questions.filter(({ id }) => id !== event.question.id), event.question];
    case 'question-answered':
      return questions.filter(({ id }) => id !== event.question);
    case 'tool-called':
      return event.tool === 'ask_human' ? questions.filter(({ about }) => about.type !== 'lead') : questions;
    case 'command-judged':
      return questions.filter(({ about }) => !isCommand(about, event.record));
    case 'task-changed':
      return event.status === 'waiting'
        ? questions
        : questions.filter(({ task, about }) => about.type !== 'gate' || task !== event.task);
    default:
      return questions;
  }
};

const isCommand = (
  about: Question['about'],
  { worktree, argv }: { readonly worktree: string; readonly argv: readonly string[] },
): boolean =>
  about.type === 'command' && about.worktree === worktree && JSON.stringify(about.argv) === JSON.stringify(argv);

/** What everything cost so far, running jobs included as far as it is known. */
export const totalUsage = (state: ViewState): Usage =>
  state.tasks.reduce((sum, task) => addUsage(addUsage(sum, task.usage), task.job?.usage ?? NO_USAGE), state.leadUsage);

/** How many tasks have each status. */
export const countByStatus = (tasks: readonly TaskView[]): ReadonlyMap<TaskStatus, number> => {
  const counts = new Map<TaskStatus, number>();
  for (const { status } of tasks) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
};
