import type { RunReport, TaskReport } from '../../../domain/report.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import { duration, money } from '../text/quantities.ts';
import { statusWord } from '../text/status-word.ts';
import { notVerifiedLines } from './not-verified-lines.ts';

/** The report as Markdown, for `report.md` and for a reader without a terminal. */
export const renderMarkdown = (report: RunReport, words: Catalogue): string => {
  const { headings } = words.report;
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [headings.waitsForYou, report.questions.map(({ id, text }) => `${id}: ${text}`)],
    [headings.merged, report.tasks.filter(isMerged).map((task) => mergedLine(task, words))],
    [headings.notMerged, report.tasks.filter((task) => !isMerged(task)).map((task) => openLine(task, words))],
    [
      headings.worktrees,
      report.tasks.flatMap(({ worktree, branch }) => (worktree === null ? [] : `${worktree}: ${branch}`)),
    ],
    [headings.checks, report.tests.map((test) => checkLine(test, words))],
    [headings.commands, commandCounts(report, words)],
    [headings.files, report.files],
    [headings.decisions, report.decisions],
    [headings.notVerified, notVerifiedLines(report, words)],
    [headings.notices, report.notices],
    [headings.used, [usageLine(report, words)]],
    [headings.final, report.final === undefined ? [] : words.report.final(report.final)],
    [headings.next, report.next.map((command) => `\`${command}\``)],
  ];
  return [
    `# ${words.report.run} ${report.run}: ${words.report.ended[report.status]}`,
    '',
    report.goal,
    '',
    ...(report.dryRun ? [words.report.dryRun, ''] : []),
    report.summary === '' ? words.report.noSummary : report.summary,
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)]),
    '',
  ].join('\n');
};

const isMerged = ({ status }: TaskReport): boolean => status === 'merged';

const mergedLine = ({ id, slug, title, merge }: TaskReport, { report }: Catalogue): string =>
  `${id} ${slug}: ${title} (${merge === null ? report.noCommit : merge.commit.slice(0, 12)})`;

const openLine = (task: TaskReport, words: Catalogue): string => {
  const { id, slug, reason } = task;
  return `${slug === id ? id : `${id} ${slug}`}: ${statusWord(task, words)}${reason === null ? '' : `: ${reason}`}`;
};

const checkLine = ({ task, command, exitCode }: RunReport['tests'][number], { report }: Catalogue): string =>
  `${task ?? 'main'}: ${command}: ${exitCode === 0 ? report.green : report.exitCode(exitCode)}`;

const commandCounts = ({ commands }: RunReport, words: Catalogue): readonly string[] =>
  [...Map.groupBy(commands, ({ decision }) => decision)].map(
    ([decision, all]) => `${words.decision[decision]}: ${all.length}`,
  );

const usageLine = ({ usage, durationMs }: RunReport, { report }: Catalogue): string => {
  const { inputTokens, cachedTokens, outputTokens, costUsd } = usage;
  const tokens = report.tokens(String(inputTokens), String(cachedTokens), String(outputTokens));
  return `${tokens}; ${costUsd === null ? report.priceUnknown : money(costUsd)}; ${duration(durationMs)}`;
};
