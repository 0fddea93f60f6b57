import type { TaskView } from '../../../app/look.ts';
import type { TaskReport } from '../../../domain/report.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { shortCommit } from '../text/quantities.ts';
import { TASK_SIGNS } from '../text/status-sign.ts';
import { table } from '../text/table.ts';
import { gateLines } from './render-gate.ts';

/** All tasks, one a line; what stands still says why and who can move it. */
export const renderTaskList = (tasks: readonly TaskReport[], paint: Paint): string[] =>
  table(
    ['TASK', 'STATUS', 'STAGE', 'BRANCH', 'WHY'],
    tasks.map((task) => [
      `${task.id} ${oneLine(task.slug, 40)}`,
      statusOf(task, paint),
      oneLine(task.stage),
      oneLine(task.branch),
      paint.dim(
        [task.reason, task.owner === null ? null : `(${task.owner} can move it on)`]
          .flatMap((part) => (part === null ? [] : oneLine(part, 120)))
          .join(' '),
      ),
    ]),
  );

const statusOf = ({ status, merge }: TaskReport, paint: Paint): string => {
  const { glyph, word, style } = TASK_SIGNS[status];
  return paint[style](`${glyph} ${word}${merge === null ? '' : ` ${shortCommit(merge.commit)}`}`);
};

/** One task in full, the answer to "why does it not move" first. */
export const renderTask = (task: TaskView, paint: Paint): string[] => [
  `${paint.bold(`${task.id} ${oneLine(task.slug)}`)}  ${statusOf(task, paint)}`,
  oneLine(task.title, 300),
  '',
  ...(task.reason === null ? [] : section('why', plainText(task.reason), paint)),
  ...(task.owner === null ? [] : section('who', `${oneLine(task.owner)} can move it on`, paint)),
  ...section('where', `stage ${oneLine(task.stage)} of pipeline ${oneLine(task.pipeline)}, run ${task.run}`, paint),
  ...section('branch', `${oneLine(task.branch)} in worktree ${oneLine(task.worktree)}`, paint),
  ...(task.dependsOn.length === 0 ? [] : section('after', task.dependsOn.join(', '), paint)),
  ...section('tries', String(task.attempts), paint),
  ...heading(
    'Gates',
    task.verdicts.flatMap((verdict) => gateLines(verdict, paint)),
    paint,
  ),
  ...heading(
    'Jobs',
    task.jobs.map(({ job, role, status, log }) => `${job} ${role} ${status}  ${paint.dim(oneLine(log, 1000))}`),
    paint,
  ),
  ...heading('Prompt', plainText(task.prompt).split('\n'), paint),
  ...heading(
    'Feedback',
    task.feedback.flatMap((round) => plainText(round).split('\n')),
    paint,
  ),
];

const section = (name: string, text: string, paint: Paint): string[] => {
  const [first = '', ...rest] = text.split('\n');
  return [`${paint.dim(name.padEnd(7))} ${first}`, ...rest.map((line) => `${' '.repeat(8)}${line}`.trimEnd())];
};

const heading = (title: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : ['', paint.bold(title), ...lines.map((line) => `  ${line}`.trimEnd())];
