import type { TaskStatus } from '../../../domain/task.ts';
import { addUsage, NO_USAGE } from '../../../domain/usage/usage.ts';
import { en } from '../text/catalogue/en.ts';
import { oneLine, truncate } from '../text/plain-text.ts';
import { age, cost, counted, duration, money } from '../text/quantities.ts';
import { type Sign, TASK_SIGNS } from '../text/status-sign.ts';
import { answerCommand } from './describe-event.ts';
import type { FooterFrame } from './footer-frame.ts';
import { drawPlan } from './plan-view.ts';
import type { Question } from './sinks.ts';
import type { TaskView } from './task-view.ts';
import { countByStatus, totalUsage, type ViewState } from './view-state.ts';

/** The live area: a headline, a line a task, and what waits for a person. Never higher than the terminal allows. */
export const drawFooter = (state: ViewState, frame: FooterFrame): string[] => {
  const { run } = state;
  if (state.ended !== null) return [];
  if (state.plan !== null) return drawPlan(state.plan, frame);
  if (run === null) return [frame.paint.dim(truncate(BEFORE_THE_RUN, frame.columns))];
  const questions = state.questions.slice(0, 3).flatMap((question) => drawQuestion(question, frame));
  const room = Math.max(1, frame.rows - questions.length - 4);
  const shown = mostUrgent(state.tasks, room);
  const slugs = Math.min(32, Math.max(0, ...shown.map(({ id, slug }) => `${id} ${slug}`.length)));
  const hidden = state.tasks.length - shown.length;
  return [
    '',
    frame.paint.bold(truncate(headline(state, run.startedAt, run.budgetUsd, frame.now), frame.columns)),
    ...(state.baseline === null
      ? []
      : [frame.paint.dim(truncate(`  checks of main: ${oneLine(state.baseline)}`, frame.columns))]),
    ...shown.map((task) => drawTask(task, slugs, frame)),
    ...(hidden > 0 ? [frame.paint.dim(`  and ${counted(hidden, 'more task')}`)] : []),
    ...questions,
  ];
};

/** Something is on screen from the first moment on. */
const BEFORE_THE_RUN = 'looking at the repository, its checks and the worker …';

const headline = (state: ViewState, startedAt: number, budgetUsd: number | null, now: number): string => {
  const counts = countByStatus(state.tasks);
  const spent = cost(totalUsage(state));
  const total = state.tasks.length;
  const facts = [
    total === 0 ? 'planning' : `${counts.get('merged') ?? 0}/${total} merged`,
    age(now - startedAt),
    budgetUsd === null ? spent : `${spent || '$0.00'} of ${money(budgetUsd)}`,
    COUNTED.flatMap((status) => {
      const count = counts.get(status) ?? 0;
      return count === 0 ? [] : [`${count} ${status}`];
    }).join(', '),
    state.turn === 0 ? '' : `turn ${state.turn}`,
  ];
  return [state.run?.id, ...facts].filter((fact) => fact !== '').join(' · ');
};

const COUNTED: readonly TaskStatus[] = ['running', 'waiting', 'sent-back', 'failed', 'blocked'];

/** When there is no room for all, what waits for a person goes before what runs, and that before what rests. */
const URGENCY: readonly TaskStatus[] = [
  'waiting',
  'running',
  'blocked',
  'failed',
  'sent-back',
  'ready',
  'planned',
  'merged',
  'skipped',
  'cancelled',
];

const mostUrgent = (tasks: readonly TaskView[], room: number): readonly TaskView[] => {
  if (tasks.length <= room) return tasks;
  const chosen = tasks
    .toSorted((a, b) => URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status))
    .slice(0, Math.max(1, room - 1));
  return tasks.filter((task) => chosen.includes(task));
};

const drawTask = (task: TaskView, nameWidth: number, { now, columns, paint }: FooterFrame): string => {
  const { glyph, word, style } = signOf(task);
  const began = task.startedAt;
  const cells = [
    truncate(`${task.id} ${oneLine(task.slug)}`, nameWidth).padEnd(nameWidth),
    (began === null ? '' : duration((task.endedAt ?? now) - began)).padStart(6),
    cost(addUsage(task.usage, task.job?.usage ?? NO_USAGE)).padStart(6),
    detailOf(task, now),
  ];
  const rest = truncate(cells.join('  ').trimEnd(), columns - WORD_WIDTH - 3);
  return `${paint[style](`${glyph} ${word.padEnd(WORD_WIDTH)}`)} ${rest}`;
};

const WORD_WIDTH = 9;

/** A second attempt is worth another word than the first, and a check another than the worker. */
const signOf = (task: TaskView): Sign => {
  const rest = { ...TASK_SIGNS[task.status], word: en.taskStatus[task.status] };
  if (task.status === 'waiting') return rest;
  if (task.check !== null) return { glyph: '◐', word: 'checking', style: 'cyan' };
  if (task.job?.state === 'queued') return { glyph: '○', word: 'queued', style: 'dim' };
  if (task.status === 'running' && task.attempt > 1) return { glyph: '◆', word: 'fixing', style: 'yellow' };
  return rest;
};

const detailOf = (task: TaskView, now: number): string => {
  const attempt = task.attempt > 1 ? `try ${task.attempt}  ` : '';
  if (task.commit !== null) return `${attempt}at ${task.commit.slice(0, 7)}`;
  if (task.check !== null) return `${attempt}${oneLine(task.check)}`;
  if (task.job?.waitsFor) return `for ${oneLine(task.job.waitsFor)}`;
  if (task.reason !== null) return `${attempt}${oneLine(task.reason)}`;
  if (task.job?.state === 'running') {
    const activity =
      task.last === null ? task.job.role : `${oneLine(task.last.text, 120)} (${age(now - task.last.at)} ago)`;
    return `${attempt}${activity}`;
  }
  return task.dependsOn.length > 0 && task.status === 'planned' ? `after ${task.dependsOn.join(', ')}` : attempt.trim();
};

const drawQuestion = (question: Question, { now, columns, paint }: FooterFrame): string[] => [
  paint.yellow(
    paint.bold(
      truncate(`‖ ${question.id} waits ${age(now - question.askedAt)}: ${oneLine(question.text, 400)}`, columns),
    ),
  ),
  paint.dim(truncate(`  ${answerCommand(question)}`, columns)),
];
