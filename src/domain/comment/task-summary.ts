import { addUsage, NO_USAGE, type Usage } from '../usage/usage.ts';
import { PHRASES } from './phrases.ts';
import type { CommentStyle } from './status-comment.ts';
import { usageLine } from './usage-line.ts';

/**
 * What a task used: the sum first, then a line for each role, by name; runs of one role are added.
 * @param runs one entry for each run of a role
 */
export const renderTaskSummary = (
  runs: readonly { readonly role: string; readonly usage: Usage }[],
  { markup, language }: CommentStyle,
): string => {
  const byRole = [...Map.groupBy(runs, ({ role }) => role)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const line = (name: string, entries: typeof runs): string =>
    `${name}: ${usageLine(entries.map(({ usage }) => usage).reduce(addUsage, NO_USAGE), language)}`;
  return markup.lines([
    line(markup.bold(PHRASES[language].total), runs),
    ...byRole.map(([role, entries]) => line(markup.escape(role), entries)),
  ]);
};
