import type { RunReport, TaskReport } from '../../../domain/report.ts';
import type { RunStatus } from '../../../domain/run.ts';
import type { Paint, Style } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { compactCount, counted, duration, money, shortCommit } from '../text/quantities.ts';
import { TASK_SIGNS } from '../text/status-sign.ts';

/**
 * The report for people: what became of every task, what was checked, what it cost, and, as loud as the rest, what failed
 * and what nobody verified. Sections without content are left out, but for that last one.
 */
export const renderReport = (report: RunReport, paint: Paint): string[] => {
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      'Waits for you',
      report.questions.map(({ id, task, text }) => `${id}${task === null ? '' : ` (${task})`}: ${oneLine(text, 400)}`),
    ],
    ['Tasks', report.tasks.flatMap((task) => taskLines(task, paint))],
    ['Checks', checkLines(report, paint)],
    ['Files', fileLines(report.files)],
    ['Decisions', report.decisions.map((line) => oneLine(line, 400))],
    ['Notices', report.notices.map((line) => paint.yellow(oneLine(line, 600)))],
    ['Commands', commandLines(report)],
    ['Not verified', notVerified(report).map((line) => paint.yellow(oneLine(line, 400)))],
    ['Used', [usageLine(report)]],
    ['Next', report.next.map((line) => oneLine(line, 600))],
  ];
  return [
    headline(report, paint),
    ...(report.dryRun ? [paint.yellow('dry run: nothing was changed')] : []),
    ...(report.summary === '' ? [] : ['', ...plainText(report.summary).trim().split('\n')]),
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0
        ? []
        : ['', paint.bold(`## ${title}`), ...lines.map((line) => (line.startsWith('    ') ? line : `- ${line}`))],
    ),
  ];
};

const STATUS: Readonly<Record<RunStatus, readonly [glyph: string, words: string, style: Style]>> = {
  done: ['✓', 'done', 'green'],
  failed: ['✗', 'finished, but not everything succeeded', 'red'],
  blocked: ['■', 'blocked', 'red'],
  waiting: ['‖', 'waits for you', 'yellow'],
  stopped: ['■', 'stopped before its end', 'yellow'],
  running: ['●', 'not finished', 'cyan'],
};

const headline = ({ run, status, goal, durationMs }: RunReport, paint: Paint): string => {
  const [glyph, words, style] = STATUS[status];
  return `${paint.bold(`# ${run}`)} ${paint[style](`${glyph} ${words}`)} after ${duration(durationMs)} ${paint.dim(`· ${oneLine(goal, 120)}`)}`;
};

const taskLines = (task: TaskReport, paint: Paint): string[] => {
  const { glyph, word, style } = TASK_SIGNS[task.status];
  const where = `${task.merge === null ? ' on' : ` at ${shortCommit(task.merge.commit)} from`} ${oneLine(task.branch)}`;
  const tries = task.attempts > 1 ? `, ${task.attempts} tries` : '';
  const failed = task.verdicts.filter(
    ({ gate, outcome, reason }) => outcome !== 'pass' && task.reason !== `${gate}: ${reason}`,
  );
  const reasons = [
    ...(task.reason === null ? [] : [task.reason]),
    ...(task.merge === null ? failed.map(({ gate, outcome, reason }) => `${gate} ${outcome}: ${reason}`) : []),
  ];
  return [
    `${paint[style](`${glyph} ${word}`)} ${task.id} ${oneLine(task.slug)}: ${oneLine(task.title, 200)}${paint.dim(`${where}${tries}`)}`,
    ...new Set(reasons.flatMap((reason) => reasonLines(reason))),
  ];
};

const REASON_LINES = 8;

const reasonLines = (reason: string): string[] => {
  const lines = plainText(reason)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = lines.slice(0, REASON_LINES).map((line) => `    ${oneLine(line, 300)}`);
  return lines.length > REASON_LINES ? [...shown, `    … ${lines.length - REASON_LINES} more lines`] : shown;
};

/** By command, because the same check runs for many tasks. What was red and is merged now has been repaired. */
const checkLines = ({ tests, tasks }: RunReport, paint: Paint): string[] => {
  const merged = new Set(tasks.flatMap(({ id, status }) => (status === 'merged' ? [id] : [])));
  return [...Map.groupBy(tests, ({ command }) => command)].map(([command, runs]) => {
    const red = [...new Set(runs.flatMap(({ task, exitCode }) => (exitCode === 0 ? [] : (task ?? 'main'))))];
    const passed = runs.filter(({ exitCode }) => exitCode === 0).length;
    const words = `${oneLine(command, 120)}: ${passed} of ${counted(runs.length, 'run')} passed`;
    if (red.length === 0) return `${paint.green('✓')} ${words}`;
    return red.every((task) => merged.has(task))
      ? `${paint.green('✓')} ${words}, red at first for ${red.join(', ')} and repaired`
      : `${paint.red('✗')} ${words}, red for ${red.join(', ')}`;
  });
};

const FILES_SHOWN = 20;

const fileLines = (files: readonly string[]): string[] => [
  ...files.slice(0, FILES_SHOWN).map((file) => oneLine(file, 300)),
  ...(files.length > FILES_SHOWN ? [`and ${counted(files.length - FILES_SHOWN, 'more file')}`] : []),
];

const commandLines = ({ commands }: RunReport): string[] => {
  if (commands.length === 0) return [];
  const refused = commands.filter(({ decision }) => decision === 'deny');
  const failed = commands.filter(({ exitCode }) => exitCode !== null && exitCode !== 0).length;
  return [
    `${counted(commands.length, 'command')} of the lead: ${refused.length} refused, ${failed} ended with an error`,
    ...refused
      .slice(0, 5)
      .map(({ worktree, argv }) => `    refused in ${oneLine(worktree)}: ${oneLine(argv.join(' '), 160)}`),
  ];
};

const notVerified = ({ notVerified: lines, tests, tasks }: RunReport): readonly string[] => {
  if (lines.length > 0) return lines;
  if (tests.length === 0) return ['everything: no check was run'];
  const open = tasks.filter(({ status }) => status !== 'merged').map(({ id }) => id);
  return [open.length > 0 ? `what is not merged: ${open.join(', ')}` : 'nothing beyond the checks above'];
};

const usageLine = ({ usage }: RunReport): string => {
  const { inputTokens, cachedTokens, outputTokens, costUsd } = usage;
  if (inputTokens + outputTokens === 0) return 'no tokens';
  const tokens = `${compactCount(inputTokens)} tokens in (${compactCount(cachedTokens)} cached), ${compactCount(outputTokens)} out`;
  return `${tokens}; ${costUsd === null ? 'price unknown' : money(costUsd)}`;
};
