import type { TaskView } from '../../../app/tasks/show-task.ts';
import type { TaskReport } from '../../../domain/report.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { shortCommit } from '../text/quantities.ts';
import { TASK_SIGNS } from '../text/status-sign.ts';
import { statusWord } from '../text/status-word.ts';
import { table } from '../text/table.ts';
import { gateLines } from './render-gate.ts';
import { renderVersions } from './render-versions.ts';
import { sectionWriter } from './section-writer.ts';

/** All tasks, one a line; what stands still says why and who can move it. */
export const renderTaskList = (tasks: readonly TaskReport[], words: Catalogue, paint: Paint): string[] =>
  table(
    words.task.columns,
    tasks.map((task) => [
      `${task.id} ${oneLine(task.slug, 40)}`,
      statusOf(task, words, paint),
      oneLine(task.stage),
      oneLine(task.branch ?? ''),
      paint.dim(
        [task.reason, task.owner === null ? null : `(${words.task.canMoveOn(task.owner)})`]
          .flatMap((part) => (part === null ? [] : oneLine(part, 120)))
          .join(' '),
      ),
    ]),
  );

const statusOf = (task: TaskReport, words: Catalogue, paint: Paint): string => {
  const { merge } = task;
  const { glyph, style } = TASK_SIGNS[task.status];
  return paint[style](`${glyph} ${statusWord(task, words)}${merge === null ? '' : ` ${shortCommit(merge.commit)}`}`);
};

/** One task in full, the answer to "why does it not move" first. */
export const renderTask = (task: TaskView, words: Catalogue, paint: Paint): string[] => {
  const { labels, headings, canMoveOn, where, inWorktree } = words.task;
  const section = sectionWriter(labels, paint);
  return [
    `${paint.bold(`${task.id} ${oneLine(task.slug)}`)}  ${statusOf(task, words, paint)}`,
    oneLine(task.title, 300),
    '',
    ...(task.reason === null ? [] : section(labels.why, plainText(task.reason))),
    ...(task.owner === null
      ? []
      : section(labels.who, [canMoveOn(oneLine(task.owner)), ...retryOf(task, paint)].join('\n'))),
    ...section(labels.where, where(oneLine(task.stage), oneLine(task.pipeline), task.run)),
    ...section(labels.branch, inWorktree(oneLine(task.branch ?? ''), oneLine(task.worktree ?? ''))),
    ...(task.dependsOn.length === 0 ? [] : section(labels.after, task.dependsOn.join(', '))),
    ...section(labels.tries, String(task.attempts)),
    ...heading(
      words.report.headings.waitsForYou,
      task.questions.flatMap((question) => questionLines(question, words, paint)),
      paint,
    ),
    ...heading(headings.versions, renderVersions(task.versions ?? [], words, paint), paint),
    ...heading(
      headings.gates,
      task.verdicts.flatMap((verdict) => gateLines(verdict, words, paint)),
      paint,
    ),
    ...heading(
      headings.jobs,
      task.jobs.map(
        ({ job, role, status, log }) => `${job} ${role} ${words.jobStatus[status]}  ${paint.dim(oneLine(log, 1000))}`,
      ),
      paint,
    ),
    ...heading(
      words.report.headings.final,
      task.final === undefined ? [] : words.report.final(task.final).map((line) => oneLine(line, 400)),
      paint,
    ),
    ...heading(headings.prompt, plainText(task.prompt).split('\n'), paint),
    ...heading(
      headings.feedback,
      task.feedback.flatMap((round) => plainText(round).split('\n')),
      paint,
    ),
  ];
};

/** What a person can do about a task that stands still. */
const retryOf = ({ id, status, owner }: TaskView, paint: Paint): string[] =>
  owner === 'person' && STANDING_STILL.has(status) ? [paint.dim(`orchestrator task retry ${id}`)] : [];

const STANDING_STILL: ReadonlySet<TaskView['status']> = new Set(['failed', 'blocked', 'sent-back', 'skipped']);

/** What is asked, in full, and the commands that answer it. */
const questionLines = ({ id, text }: TaskView['questions'][number], { status }: Catalogue, paint: Paint): string[] => [
  ...plainText(text).split('\n'),
  paint.dim(`orchestrator task answer ${id} "..."   ${status.approval(`task approve ${id}`)}`),
];

const heading = (title: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length === 0 ? [] : ['', paint.bold(title), ...lines.map((line) => `  ${line}`.trimEnd())];
