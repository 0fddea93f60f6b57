const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof CODES;

/** Puts text into a style; with colours off it is the text itself. */
export type Paint = Readonly<Record<Style, (text: string) => string>>;

export const createPaint = (enabled: boolean): Paint => {
  const style = (name: Style) => (text: string) => {
    const [on, off] = CODES[name];
    return enabled && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    blue: style('blue'),
    magenta: style('magenta'),
    cyan: style('cyan'),
  };
};
