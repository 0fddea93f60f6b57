import { en } from '../text/catalogue/en.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText, truncate } from '../text/plain-text.ts';
import { cost, counted, duration, money, shortCommit } from '../text/quantities.ts';
import { GATE_SIGNS, TASK_SIGNS } from '../text/status-sign.ts';
import { describePlan } from './describe-plan.ts';
import { describePlanTask } from './plan-view.ts';
import type { ProgressEvent, Question } from './sinks.ts';
import { refusalOf, type TaskView } from './task-view.ts';
import type { ViewState } from './view-state.ts';

/**
 * What is said once and left in the scrollback; a worker's single steps are seen in the footer alone.
 * @param before what was seen until now: what it holds already is not said again
 */
export const describeEvent = (event: ProgressEvent, before: ViewState, paint: Paint): string[] => {
  switch (event.type) {
    case 'run-started':
      return describeStart(event, paint);
    case 'plan-started':
      return describePlanStart(event, paint);
    case 'plan-task':
      return describePlanTask(event, before.plan, paint);
    case 'plan-recorded':
      return describePlan(event.summary, event.tasks, paint);
    case 'task-changed':
      return describeChange(event, before, paint);
    case 'job-ended':
      return describeJobEnd(event, before, paint);
    case 'gate-answered':
      return describeGate(event, before, paint);
    case 'merged':
      return [paint.green(`✓ merged ${nameOf(before, event.task)} at ${shortCommit(event.commit)}`)];
    case 'command-judged':
      return event.record.decision === 'deny'
        ? [paint.yellow(`⊘ refused ${oneLine(event.record.command, 100)}`), detail(paint, event.record.reason)]
        : [];
    case 'lead-said':
      return describeSpeech(event.text, paint);
    case 'question-asked':
      return describeQuestion(event.question, paint);
    case 'question-answered':
      return describeAnswer(event, before, paint);
    case 'notice':
      return [describeNotice(event, paint)];
    case 'job-queued':
    case 'job-started':
    case 'job-activity':
    case 'checks-started':
    case 'tool-called':
    case 'lead-turn':
    case 'run-ended':
      return [];
  }
};

type EventOf<Type extends ProgressEvent['type']> = Extract<ProgressEvent, { type: Type }>;

/** The first line of every run: which, on what, at what price, by whom. */
const describeStart = ({ run, model, budgetUsd, resumed }: EventOf<'run-started'>, paint: Paint): string[] => {
  const facts = [
    `${oneLine(run.baseRef)} ${shortCommit(run.mainHead)}`,
    budgetUsd === null ? 'no budget' : `budget ${money(budgetUsd)}`,
    `lead ${oneLine(model)}`,
    `worker ${oneLine(run.worker)}`,
    run.delivery,
  ];
  return [
    `${paint.bold(resumed ? `resuming ${run.id}` : `run ${run.id}`)} ${paint.dim(`· ${facts.join(' · ')}`)}`,
    paint.dim(`  ${oneLine(run.goal, 300)}`),
  ];
};

const describePlanStart = ({ run, tasks, resumed }: EventOf<'plan-started'>, paint: Paint): string[] => {
  const facts = [`${oneLine(run.baseRef)} ${shortCommit(run.mainHead)}`, counted(tasks, 'task')];
  return [
    `${paint.bold(resumed ? `resuming ${run.id}` : `run ${run.id}`)} ${paint.dim(`· ${facts.join(' · ')}`)}`,
    paint.dim(`  ${oneLine(run.goal, 300)}`),
  ];
};

const describeChange = (event: EventOf<'task-changed'>, before: ViewState, paint: Paint): string[] => {
  const { task, slug, status, reason } = event;
  // Merges are told by their own event, which knows the commit; waiting by its question.
  if (['planned', 'running', 'ready', 'merged', 'waiting'].includes(status)) return [];
  const known = taskOf(before, task);
  if (known?.status === status && known.reason === reason) return [];
  const { glyph, style } = TASK_SIGNS[status];
  return [
    paint[style](`${glyph} ${en.taskStatus[status]} ${task} ${oneLine(slug)}`),
    ...(known !== undefined && known.refusal === reason ? [] : reasonLines(reason, paint)),
  ];
};

const describeJobEnd = (event: EventOf<'job-ended'>, before: ViewState, paint: Paint): string[] => {
  const facts = [duration(event.durationMs), cost(event.usage)].filter((fact) => fact !== '').join(', ');
  const name = nameOf(before, event.task);
  if (event.status === 'succeeded')
    return [`${paint.dim('●')} ${name} worked ${facts}: ${oneLine(event.summary, 160)}`];
  return [paint.red(`✗ ${name} ${event.status} after ${facts}`), ...reasonLines(event.summary, paint)];
};

const describeGate = (event: EventOf<'gate-answered'>, before: ViewState, paint: Paint): string[] => {
  if (event.outcome === 'pass' || taskOf(before, event.task)?.refusal === refusalOf(event)) return [];
  const { glyph, style } = GATE_SIGNS[event.outcome];
  return [
    paint[style](`${glyph} ${event.gate} ${en.gateOutcome[event.outcome]} for ${nameOf(before, event.task)}`),
    ...reasonLines(event.reason, paint),
  ];
};

/** Keeps a flood away; short of that nothing is cut, for whoever decides must have seen all of it. */
const QUESTION_LINES = 100;

/** Loud, with the command that answers it from anywhere. */
const describeQuestion = ({ id, task, text, options, about }: Question, paint: Paint): string[] => [
  paint.yellow(paint.bold(`‖ NEEDS YOU ${id}${task === null ? '' : ` (${task})`}`)),
  ...limited(plainText(text).split('\n'), QUESTION_LINES).map((line) => `  ${line}`),
  ...(about.type === 'lead' && options.length > 0
    ? [`  ${options.map((option) => oneLine(option, 60)).join(' | ')}`]
    : []),
  paint.dim(`  ${answerCommand({ id, about })}`),
];

/** What a person answered elsewhere; what was typed at this terminal stands there already. */
const describeAnswer = (
  { question, task, answer, by }: EventOf<'question-answered'>,
  before: ViewState,
  paint: Paint,
): string[] =>
  before.answeredHere.includes(question)
    ? []
    : [
        paint.green(`✓ ${question}${task === null ? '' : ` (${task})`} answered by ${oneLine(by, 60)}`),
        detail(paint, answer),
      ];

/** What to type to answer a question. */
export const answerCommand = ({ id, about }: Pick<Question, 'id' | 'about'>): string =>
  about.type === 'lead' || (about.type === 'gate' && about.wants === 'answer')
    ? `orchestrator task answer ${id} "..."`
    : `orchestrator task approve ${id}   (or reject ${id} --reason "...")`;

const describeSpeech = (text: string, paint: Paint): string[] =>
  bounded(text, 8).map((line, index) => `${index === 0 ? paint.magenta('lead') : '    '} ${line}`);

const describeNotice = ({ level, text }: EventOf<'notice'>, paint: Paint): string => {
  const line = oneLine(text, 600);
  if (level === 'error') return paint.red(`✗ ${line}`);
  return level === 'warning' ? paint.yellow(`! ${line}`) : paint.dim(`· ${line}`);
};

/** A task as people call it. */
const nameOf = (state: ViewState, id: string): string => {
  const slug = oneLine(taskOf(state, id)?.slug ?? '', 60);
  return slug === '' ? id : `${id} ${slug}`;
};

const taskOf = (state: ViewState, id: string): TaskView | undefined => state.tasks.find((task) => task.id === id);

const reasonLines = (reason: string | null, paint: Paint): string[] =>
  reason === null ? [] : bounded(reason, 6).map((line) => detail(paint, line));

const detail = (paint: Paint, text: string): string => paint.dim(`    ${oneLine(text, 300)}`);

const bounded = (text: string, limit: number): string[] => {
  const lines = plainText(text.slice(0, 20_000))
    .split('\n')
    .map((line) => truncate(line.trimEnd(), 300))
    .filter((line) => line !== '');
  return limited(lines, limit);
};

const limited = (lines: readonly string[], limit: number): string[] =>
  lines.length <= limit ? [...lines] : [...lines.slice(0, limit), `… ${lines.length - limit} more lines`];
