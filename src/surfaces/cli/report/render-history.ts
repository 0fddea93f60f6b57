import type { Transition } from '../../../app/tasks/task-history.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';

/** Older moves are in `--json`. */
const MOVES_SHOWN = 12;

/** How a task came to where it is: a line a move, and below it what allowed it. No moves give no lines. */
export const renderHistory = (history: readonly Transition[], { task: words }: Catalogue, paint: Paint): string[] => {
  const hidden = history.length - MOVES_SHOWN;
  return history.length === 0
    ? []
    : [
        '',
        paint.bold(words.headings.history),
        ...(hidden > 0 ? [paint.dim(`  … ${words.earlier(hidden)}`)] : []),
        ...history.slice(-MOVES_SHOWN).flatMap((move) => moveLines(move, paint)),
      ];
};

const moveLines = ({ at, event, from, to, because }: Transition, paint: Paint): string[] => [
  `  ${paint.dim(at.slice(0, 19).replace('T', ' '))}  ${placeOf(from)} → ${placeOf(to)}  ${paint.dim(event)}`,
  ...because.map((reason) => paint.dim(`      ${oneLine(reason, 300)}`)),
];

const placeOf = ({ stage, status }: Transition['from']): string => `${oneLine(stage)} (${oneLine(status)})`;
