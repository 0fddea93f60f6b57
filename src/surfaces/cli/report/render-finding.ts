import type { Finding } from '../../../app/repositories/finding.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import type { Sign } from '../text/status-sign.ts';

/** A finding as lines, the fix below what it mends. */
export const renderFinding = ({ check, ok, detail, fix }: Finding, paint: Paint): readonly string[] => {
  const { glyph, word, style } = SIGNS[`${ok}`];
  const fixes = fix === null ? [] : plainText(fix).split('\n');
  return [
    `${paint[style](`${glyph} ${word}`)} ${oneLine(check).padEnd(18)} ${oneLine(detail, 600)}`,
    ...fixes.map((line) => `       ${paint.bold('fix')}: ${line}`),
  ];
};

/** The words are of one width, for the eye that runs down the column. */
const SIGNS: Readonly<Record<'true' | 'false' | 'warn', Sign & { readonly word: string }>> = {
  true: { glyph: '✓', word: 'ok  ', style: 'green' },
  false: { glyph: '✗', word: 'FAIL', style: 'red' },
  warn: { glyph: '!', word: 'warn', style: 'yellow' },
};
