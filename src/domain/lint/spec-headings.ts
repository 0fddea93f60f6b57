/** What a specification (`02-trz.md`) has to speak of, each under a heading with one of these names (MA-229). */
const HEADINGS: readonly (readonly [name: string, ...others: string[]])[] = [
  ['Touched modules'],
  ['API changes'],
  ['Data changes', 'DB changes', 'Database changes'],
  ['New gates and checks', 'New gate requirements'],
  ['Artifacts to update'],
];

/** The names of the headings that a specification lacks. Level, capitals and a number in front make no difference; code holds none. */
export const missingHeadings = (spec: string): readonly string[] => {
  const there = new Set(headingsOf(spec));
  return HEADINGS.filter((names) => !names.some((name) => there.has(name.toLowerCase()))).map(([name]) => name);
};

const headingsOf = (markdown: string): readonly string[] =>
  [...markdown.replaceAll('\r\n', '\n').replace(CODE, '').matchAll(HEADING)].map(([, title = '']) =>
    title.trim().replace(/:$/, '').toLowerCase(),
  );

const CODE = /^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1/gm;
const HEADING = /^ {0,3}#{1,6}[ \t]+(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?[ \t]+)?([^\n]*?)[ \t]*#*[ \t]*$/gm;
