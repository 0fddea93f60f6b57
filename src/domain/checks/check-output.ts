const TELLING = /\b(fail(ed|ure|ing)?|errors?|not ok|expected|assert\w*|panic(ked)?|exception|traceback)\b|[✗✘×✖]/i;

/**
 * The part of a check's output that a reader needs: the telling lines first, then the end of it.
 * @param output raw output, or its tail
 * @param most characters of the result at the most
 */
export const tellingOutput = (output: string, most: number): string => {
  const lines = output
    .replaceAll(ANSI, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const telling = lines.filter((line) => TELLING.test(line)).slice(0, 20);
  const end = lines.slice(-30);
  const parts = telling.length > 0 && lines.length > end.length ? [...telling, '…', ...end] : end;
  return parts.join('\n').slice(0, most);
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are control sequences
const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
