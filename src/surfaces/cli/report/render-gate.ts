import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { GATE_SIGNS } from '../text/status-sign.ts';
import type { GateAnswerView } from '../views.ts';

/** What a gate said: its word first, then why, indented. */
export const gateLines = ({ gate, outcome, reason }: GateAnswerView, words: Catalogue, paint: Paint): string[] => {
  const { glyph, style } = GATE_SIGNS[outcome];
  const column = Math.max(...Object.values(words.gateOutcome).map(({ length }) => length));
  const [first = '', ...rest] = plainText(reason).split('\n');
  return [
    `${paint[style](`${glyph} ${words.gateOutcome[outcome].padEnd(column)}`)} ${oneLine(gate)}  ${paint.dim(first)}`.trimEnd(),
    ...rest.map((line) => paint.dim(`    ${line}`.trimEnd())),
  ];
};
