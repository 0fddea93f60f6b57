import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from './markdown.ts';

const NUMBERS = Array.from({ length: 16 }, (_, index) => index + 1);

/** A test's or suite's title, in whichever quotes; of `test.each(...)` and `it.skipIf(...)` too. */
const TITLE =
  /\b(?:describe|it|test)\b(?:\.\w+(?:\((?:[^()]|\([^()]*\))*\))?)*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;

const titlesIn = (path: string): readonly string[] =>
  [...readDocument(path).matchAll(TITLE)].map(([, single, double]) => single ?? double ?? '');

const names = (title: string, number: number): boolean => new RegExp(`\\bINV-${number}\\b`).test(title);

const sections = readDocument('docs/invariants.md')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ text, number: Number(/^INV-(\d+): /.exec(text)?.[1]) }));

const witnesses = (text: string): readonly { title: string; path: string }[] =>
  [...text.matchAll(/^- \[(.+)\]\(\.\.\/(tests\/[^)]+)\)$/gm)].map(([, title = '', path = '']) => ({ title, path }));

it('the document has the invariants 1 to 16, in order', () => {
  expect(sections.map(({ number }) => number)).toEqual(NUMBERS);
});

it('each of them says something and names a test that names it', () => {
  for (const { text, number } of sections) {
    const found = witnesses(text);
    expect(found, `INV-${number}`).not.toEqual([]);
    for (const { title, path } of found) {
      expect(title).toSatisfy((words: string) => names(words, number));
      expect(titlesIn(path), path).toContain(title);
    }
  }
});

describe('each invariant is in the title of a test', () => {
  const titles = globSync('tests/**/*.test.ts', { cwd: new URL('../..', import.meta.url) }).flatMap(titlesIn);
  it.each(NUMBERS)('number %i', (number) => {
    expect(titles.some((title) => names(title, number))).toBe(true);
  });
});
