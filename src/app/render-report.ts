import type { RunReport, TaskReport } from '../domain/report.ts';

/** The report as Markdown, for `report.md` and for a reader without a terminal. */
export const renderReport = (report: RunReport): string => {
  const merged = report.tasks.filter(({ status }) => status === 'merged');
  const open = report.tasks.filter(({ status }) => status !== 'merged');
  const counts = new Map<string, number>();
  for (const { decision } of report.commands) counts.set(decision, (counts.get(decision) ?? 0) + 1);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'Merged',
      merged.map((task) => `${task.id} ${task.slug}: ${task.title} (${task.merge?.commit.slice(0, 12) ?? ''})`),
    ],
    ['Not merged', open.map((task) => `${task.id} ${task.slug}: ${task.status}${whyOf(task)}`)],
    ['Worktrees and branches', report.tasks.map((task) => `${task.worktree} on ${task.branch}`)],
    [
      'Checks',
      report.tests.map(
        ({ task, command, exitCode }) =>
          `${task ?? 'main'}: ${command}: ${exitCode === 0 ? 'green' : `exit code ${exitCode ?? 'none'}`}`,
      ),
    ],
    ['Commands of the tech lead', [...counts].map(([decision, count]) => `${decision}: ${count}`)],
    ['Files', report.files],
    ['Waits for you', report.questions.map(({ id, text }) => `${id}: ${text}`)],
    ['Decided by a person', report.decisions],
    ['Not verified', report.notVerified],
    ['To know', report.notices],
    ['Next', report.next.map((command) => `\`${command}\``)],
  ];
  const { inputTokens, cachedTokens, outputTokens, costUsd } = report.usage;
  return [
    `# Run ${report.run}: ${report.status}${report.dryRun ? ' (dry run)' : ''}`,
    '',
    report.goal,
    '',
    report.summary === '' ? 'The tech lead left no summary.' : report.summary,
    '',
    `Tokens: ${inputTokens} in (${cachedTokens} cached), ${outputTokens} out; cost: ${costUsd === null ? 'unknown' : `$${costUsd.toFixed(2)}`}; ${Math.round(report.durationMs / 1000)} s.`,
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)]),
    '',
  ].join('\n');
};

const whyOf = (task: TaskReport): string => (task.reason === null ? '' : `: ${task.reason}`);
