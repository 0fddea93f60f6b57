import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { GATE_SIGNS } from '../text/status-sign.ts';
import type { GateAnswerView } from '../views.ts';

/** What a gate said: its word first, then why, indented. */
export const gateLines = ({ gate, outcome, reason }: GateAnswerView, paint: Paint): string[] => {
  const { glyph, word, style } = GATE_SIGNS[outcome];
  const [first = '', ...rest] = plainText(reason).split('\n');
  return [
    `${paint[style](`${glyph} ${word.padEnd(7)}`)} ${oneLine(gate)}  ${paint.dim(first)}`.trimEnd(),
    ...rest.map((line) => paint.dim(`    ${line}`.trimEnd())),
  ];
};
