import type { Paint } from '../text/paint.ts';

/** What the footer is drawn with. `columns` and `rows` are those of the terminal. */
export interface FooterFrame {
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}
