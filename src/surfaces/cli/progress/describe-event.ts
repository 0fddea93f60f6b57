import type { Paint } from '../text/paint.ts';
import { oneLine, plainText, truncate } from '../text/plain-text.ts';
import { cost, duration, money, shortCommit } from '../text/quantities.ts';
import { GATE_SIGNS, TASK_SIGNS } from '../text/status-sign.ts';
import { describePlan } from './describe-plan.ts';
import type { ProgressEvent, Question } from './sinks.ts';
import type { ViewState } from './view-state.ts';

/** Said once and left in the scrollback; a worker's single steps are seen in the footer alone. */
export const describeEvent = (event: ProgressEvent, state: ViewState, paint: Paint): string[] => {
  switch (event.type) {
    case 'run-started':
      return describeStart(event, paint);
    case 'plan-recorded':
      return describePlan(event.summary, event.tasks, paint);
    case 'task-changed':
      return describeChange(event, paint);
    case 'job-ended':
      return describeJobEnd(event, state, paint);
    case 'gate-answered':
      return event.outcome === 'pass' ? [] : describeGate(event, state, paint);
    case 'merged':
      return [paint.green(`✓ merged ${nameOf(state, event.task)} at ${shortCommit(event.commit)}`)];
    case 'command-judged':
      return event.record.decision === 'deny'
        ? [paint.yellow(`⊘ refused ${oneLine(event.record.command, 100)}`), detail(paint, event.record.reason)]
        : [];
    case 'lead-said':
      return describeSpeech(event.text, paint);
    case 'question-asked':
      return describeQuestion(event.question, paint);
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
const describeStart = ({ run, model, budgetUsd, dryRun, resumed }: EventOf<'run-started'>, paint: Paint): string[] => {
  const facts = [
    `${oneLine(run.baseRef)} ${shortCommit(run.mainHead)}`,
    budgetUsd === null ? 'no budget' : `budget ${money(budgetUsd)}`,
    `lead ${oneLine(model)}`,
    `worker ${oneLine(run.worker)}`,
    run.delivery,
  ];
  const dry = 'dry run: nothing is changed and no worker starts; the model is the real one and costs money';
  return [
    `${paint.bold(resumed ? `resuming ${run.id}` : `run ${run.id}`)} ${paint.dim(`· ${facts.join(' · ')}`)}`,
    ...(dryRun ? [paint.yellow(dry)] : []),
    paint.dim(`  ${oneLine(run.goal, 300)}`),
  ];
};

const describeChange = ({ task, slug, status, reason }: EventOf<'task-changed'>, paint: Paint): string[] => {
  // Merges are told by their own event, which knows the commit; waiting by its question.
  if (['planned', 'running', 'ready', 'merged', 'waiting'].includes(status)) return [];
  const { glyph, word, style } = TASK_SIGNS[status];
  return [paint[style](`${glyph} ${word} ${task} ${oneLine(slug)}`), ...reasonLines(reason, paint)];
};

const describeJobEnd = (event: EventOf<'job-ended'>, state: ViewState, paint: Paint): string[] => {
  const facts = [duration(event.durationMs), cost(event.usage)].filter((fact) => fact !== '').join(', ');
  const name = nameOf(state, event.task);
  if (event.status === 'succeeded')
    return [`${paint.dim('●')} ${name} worked ${facts}: ${oneLine(event.summary, 160)}`];
  return [paint.red(`✗ ${name} ${event.status} after ${facts}`), ...reasonLines(event.summary, paint)];
};

const describeGate = (event: EventOf<'gate-answered'>, state: ViewState, paint: Paint): string[] => {
  const { glyph, word, style } = GATE_SIGNS[event.outcome];
  return [
    paint[style](`${glyph} ${event.gate} ${word} for ${nameOf(state, event.task)}`),
    ...reasonLines(event.reason, paint),
  ];
};

/** Loud, with the command that answers it from anywhere. */
const describeQuestion = ({ id, task, text, options, about }: Question, paint: Paint): string[] => [
  paint.yellow(paint.bold(`‖ NEEDS YOU ${id}${task === null ? '' : ` (${task})`}`)),
  ...bounded(text, 12).map((line) => `  ${line}`),
  ...(about.type === 'lead' && options.length > 0
    ? [`  ${options.map((option) => oneLine(option, 60)).join(' | ')}`]
    : []),
  paint.dim(`  ${answerCommand({ id, about })}`),
];

/** What to type to answer a question. */
export const answerCommand = ({ id, about }: Pick<Question, 'id' | 'about'>): string =>
  about.type === 'lead'
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
  const task = state.tasks.find((each) => each.id === id);
  return task === undefined || task.slug === '' ? id : `${id} ${oneLine(task.slug, 60)}`;
};

const reasonLines = (reason: string | null, paint: Paint): string[] =>
  reason === null ? [] : bounded(reason, 6).map((line) => detail(paint, line));

const detail = (paint: Paint, text: string): string => paint.dim(`    ${oneLine(text, 300)}`);

const bounded = (text: string, limit: number): string[] => {
  const lines = plainText(text.slice(0, 20_000))
    .split('\n')
    .map((line) => truncate(line.trimEnd(), 300))
    .filter((line) => line !== '');
  return lines.length <= limit ? lines : [...lines.slice(0, limit), `… ${lines.length - limit} more lines`];
};
