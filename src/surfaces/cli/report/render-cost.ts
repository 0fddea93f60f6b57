import type { CostLine, CostView } from '../../../app/home/cost.ts';
import { formatTokens } from '../../../domain/format/tokens.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { money } from '../text/quantities.ts';
import { table } from '../text/table.ts';

/** The sum, and below it the same by run, task, role and model; an unknown price is said and not guessed. */
export const renderCost = ({ total, runs, tasks, roles, models }: CostView, paint: Paint): string[] => {
  const groups: readonly (readonly [heading: string, lines: readonly CostLine[]])[] = [
    ['RUN', runs],
    ['TASK', tasks],
    ['ROLE', roles],
    ['MODEL', models],
  ];
  const rows = groups.flatMap(([heading, lines]) =>
    lines.length === 0 ? [] : [[paint.bold(heading), '', '', '', ''], ...lines.map((line) => cells(line, paint))],
  );
  return table(['', 'INPUT', 'CACHED', 'OUTPUT', 'COST'], [cells(total, paint), ...rows]);
};

const cells = (line: CostLine, paint: Paint): readonly string[] => [
  oneLine(line.name, 60),
  formatTokens(line.inputTokens),
  formatTokens(line.cachedTokens),
  formatTokens(line.outputTokens),
  costOf(line, paint),
];

const costOf = ({ costUsd, leastUsd }: CostLine, paint: Paint): string => {
  if (costUsd !== null) return money(costUsd);
  return paint.yellow(`unknown price${leastUsd > 0 ? `, ${money(leastUsd)} at least` : ''}`);
};
