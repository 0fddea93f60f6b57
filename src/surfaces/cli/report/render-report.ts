import type { RunReport, TaskReport } from '../../../domain/report.ts';
import type { RunStatus } from '../../../domain/run.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { compactCount, duration, money, shortCommit } from '../text/quantities.ts';
import { type Mark, TASK_SIGNS } from '../text/status-sign.ts';
import { statusWord } from '../text/status-word.ts';
import { notVerifiedLines } from './not-verified-lines.ts';

/**
 * The report for people: what became of every task, what was checked, what it cost, and, as loud as the rest, what failed
 * and what nobody verified. Sections without content are left out, but for that last one.
 */
export const renderReport = (report: RunReport, words: Catalogue, paint: Paint): string[] => {
  const { headings } = words.report;
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      headings.waitsForYou,
      report.questions.map(({ id, task, text }) => `${id}${task === null ? '' : ` (${task})`}: ${oneLine(text, 400)}`),
    ],
    [headings.tasks, report.tasks.flatMap((task) => taskLines(task, words, paint))],
    [headings.checks, checkLines(report, words, paint)],
    [headings.files, fileLines(report.files, words)],
    [headings.decisions, report.decisions.map((line) => oneLine(line, 400))],
    [headings.notices, report.notices.map((line) => paint.yellow(oneLine(line, 600)))],
    [headings.commands, commandLines(report, words)],
    [headings.notVerified, notVerifiedLines(report, words).map((line) => paint.yellow(oneLine(line, 400)))],
    [headings.used, [usageLine(report, words)]],
    [
      headings.final,
      report.final === undefined ? [] : words.report.final(report.final).map((line) => oneLine(line, 400)),
    ],
    [headings.next, report.next.map((line) => oneLine(line, 600))],
  ];
  return [
    headline(report, words, paint),
    ...(report.dryRun ? [paint.yellow(words.report.dryRun)] : []),
    ...(report.summary === '' ? [] : ['', ...plainText(report.summary).trim().split('\n')]),
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0
        ? []
        : ['', paint.bold(`## ${title}`), ...lines.map((line) => (line.startsWith('    ') ? line : `- ${line}`))],
    ),
  ];
};

const RUN_SIGNS: Readonly<Record<RunStatus, Mark>> = {
  done: { glyph: '✓', style: 'green' },
  failed: { glyph: '✗', style: 'red' },
  blocked: { glyph: '■', style: 'red' },
  waiting: { glyph: '‖', style: 'yellow' },
  stopped: { glyph: '■', style: 'yellow' },
  running: { glyph: '●', style: 'cyan' },
};

const headline = ({ run, status, goal, durationMs }: RunReport, { report }: Catalogue, paint: Paint): string => {
  const { glyph, style } = RUN_SIGNS[status];
  const ended = `${paint[style](`${glyph} ${report.ended[status]}`)} ${report.after(duration(durationMs))}`;
  return `${paint.bold(`# ${run}`)} ${ended} ${paint.dim(`· ${oneLine(goal, 120)}`)}`;
};

/** A task of a plan has its id alone. */
const nameOf = ({ id, slug, title }: TaskReport): string =>
  slug === id ? oneLine(id) : `${id} ${oneLine(slug)}: ${oneLine(title, 200)}`;

/** With a space in front; nothing where it worked without a branch. */
const whereOf = ({ branch, merge }: TaskReport, { report }: Catalogue): string => {
  if (branch === null) return '';
  const name = oneLine(branch);
  return ` ${merge === null ? report.onBranch(name) : report.mergedFrom(shortCommit(merge.commit), name)}`;
};

const taskLines = (task: TaskReport, words: Catalogue, paint: Paint): string[] => {
  const { glyph, style } = TASK_SIGNS[task.status];
  const { report } = words;
  const where = whereOf(task, words);
  const tries = task.attempts > 1 ? `, ${report.tries(task.attempts)}` : '';
  const failed = task.verdicts.filter(
    ({ gate, outcome, reason }) => outcome !== 'pass' && task.reason !== `${gate}: ${reason}`,
  );
  const reasons = [
    ...(task.reason === null ? [] : [task.reason]),
    ...(task.merge === null
      ? failed.map(({ gate, outcome, reason }) => `${gate} ${words.gateOutcome[outcome]}: ${reason}`)
      : []),
  ];
  const status = paint[style](`${glyph} ${statusWord(task, words)}`);
  return [
    `${status} ${nameOf(task)}${paint.dim(`${where}${tries}`)}`,
    ...new Set(reasons.flatMap((reason) => reasonLines(reason, words))),
  ];
};

const REASON_LINES = 8;

const reasonLines = (reason: string, words: Catalogue): string[] => {
  const lines = plainText(reason)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = lines.slice(0, REASON_LINES).map((line) => `    ${oneLine(line, 300)}`);
  const hidden = lines.length - REASON_LINES;
  return hidden > 0 ? [...shown, `    … ${words.report.moreLines(hidden)}`] : shown;
};

/** By command, because the same check runs for many tasks. What was red and is merged now has been repaired. */
const checkLines = ({ tests, tasks }: RunReport, { report }: Catalogue, paint: Paint): string[] => {
  const merged = new Set(tasks.flatMap(({ id, status }) => (status === 'merged' ? [id] : [])));
  return [...Map.groupBy(tests, ({ command }) => command)].map(([command, runs]) => {
    const red = [...new Set(runs.flatMap(({ task, exitCode }) => (exitCode === 0 ? [] : (task ?? 'main'))))];
    const passed = runs.filter(({ exitCode }) => exitCode === 0).length;
    const told = `${oneLine(command, 120)}: ${report.runsPassed(passed, runs.length)}`;
    if (red.length === 0) return `${paint.green('✓')} ${told}`;
    return red.every((task) => merged.has(task))
      ? `${paint.green('✓')} ${told}, ${report.redThenRepaired(red.join(', '))}`
      : `${paint.red('✗')} ${told}, ${report.redFor(red.join(', '))}`;
  });
};

const FILES_SHOWN = 20;

const fileLines = (files: readonly string[], { report }: Catalogue): string[] => [
  ...files.slice(0, FILES_SHOWN).map((file) => oneLine(file, 300)),
  ...(files.length > FILES_SHOWN ? [report.moreFiles(files.length - FILES_SHOWN)] : []),
];

const commandLines = ({ commands }: RunReport, { report }: Catalogue): string[] => {
  if (commands.length === 0) return [];
  const refused = commands.filter(({ decision }) => decision === 'deny');
  const failed = commands.filter(({ exitCode }) => exitCode !== null && exitCode !== 0).length;
  return [
    report.commandsOfLead(commands.length, refused.length, failed),
    ...refused
      .slice(0, 5)
      .map(({ worktree, argv }) => `    ${report.refusedIn(oneLine(worktree))}: ${oneLine(argv.join(' '), 160)}`),
  ];
};

const usageLine = ({ usage }: RunReport, { report }: Catalogue): string => {
  const { inputTokens, cachedTokens, outputTokens, costUsd } = usage;
  if (inputTokens + outputTokens === 0) return report.noTokens;
  const tokens = report.tokens(compactCount(inputTokens), compactCount(cachedTokens), compactCount(outputTokens));
  return `${tokens}; ${costUsd === null ? report.priceUnknown : money(costUsd)}`;
};
