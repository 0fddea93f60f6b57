/** The form of this repository's own documents: decision records and their index, the changelog, lessons. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changelogProblems } from '../src/domain/lint/changelog.ts';
import { hasPart, recordProblems } from '../src/domain/lint/decision-records.ts';

const LESSON_PARTS = ['timeline', 'causes', 'what worked', 'rules'];

/**
 * What is out of form, a line each, with the file.
 * @param root absolute path of the repository
 */
export function formatProblems(root: string): string[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const about = (path: string, problems: readonly string[]) => problems.map((problem) => `${path}: ${problem}`);
  const records = globSync('docs/decisions/*.md', { cwd: root }).sort();
  const index = read('docs/README.md');
  return [
    ...records.flatMap((path) => about(path, recordProblems(path, { before: null, after: read(path) }))),
    ...records
      .filter((path, place) => Number.parseInt(basename(path), 10) !== place + 1)
      .map((path) => `${path}: the records before it are not numbered from 0001 on without gaps`),
    ...records
      .filter((path) => !index.includes(`decisions/${basename(path)}`))
      .map((path) => `docs/README.md: its table does not name ${path}`),
    ...about('CHANGELOG.md', changelogProblems(read('CHANGELOG.md'))),
    ...globSync('docs/history/LESSONS_*.md', { cwd: root }).flatMap((path) =>
      about(path, lessonProblems(path, read(path))),
    ),
  ];
}

/** Lessons have their date in the name, and name tasks or commits for their causes (MA-243). */
const lessonProblems = (path: string, text: string): string[] => [
  ...(/LESSONS_(?:TEMPLATE|\d{4}-\d{2}-\d{2})\.md$/.test(path) ? [] : ['its name is not LESSONS_YYYY-MM-DD.md']),
  ...LESSON_PARTS.filter((part) => !hasPart(text, part)).map((part) => `it has no ${part}`),
  ...(/\b(?:[A-Z][A-Z0-9]*-\d+|[0-9a-f]{7,40})\b|\{\{task\}\}/.test(text) ? [] : ['it names no task and no commit']),
];

if (process.argv[1] === import.meta.filename) {
  const problems = formatProblems(fileURLToPath(new URL('..', import.meta.url)));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'records, changelog and lessons are in form' : `${problems.length} out of form`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
