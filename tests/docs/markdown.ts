import { readFileSync } from 'node:fs';

/** A document of this repository. @param path relative to the root */
export const readDocument = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The cells of every table row, header and rule left out; a `\|` within a cell is text. */
export const tableRows = (markdown: string): readonly (readonly string[])[] =>
  [...markdown.matchAll(/^\|.*\|\n\|[-| :]+\|\n((?:\|.*\|\n)*)/gm)].flatMap(([, body = '']) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  );

/** What stands between `<!-- name -->` and `<!-- end -->`. */
export const marked = (markdown: string, name: string): string =>
  new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)<!-- end -->`).exec(markdown)?.[1] ?? '';

/** The texts in `code` quotes. */
export const quoted = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Fenced blocks of a language, in order. */
export const fenced = (markdown: string, language: string): readonly string[] =>
  [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, info, body = '']) =>
    info === language ? [body.trimEnd()] : [],
  );
