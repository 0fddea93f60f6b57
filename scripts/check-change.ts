/** `check-change.ts [base]`: does what a range of commits changes bring with it what it has to? Without a base: the newest commit. */
import { execFileSync } from 'node:child_process';
import { hasNewEntry } from '../src/domain/lint/changelog.ts';
import { isConventionalBranch, isConventionalSubject } from '../src/domain/lint/conventions.ts';
import { hasPart, isDecisionRecord, recordProblems } from '../src/domain/lint/decision-records.ts';

/** What every task is judged by (MA-054): gates, the words that decide, and which gates a stage asks. */
const GATES = /^(?:src\/gates\/|\.openclaw\/pipelines\/|src\/domain\/verdict\/verdict-(?:words|value)\.ts$)/;
const PRODUCT = /^(?:src|tools|prompts|bin|\.openclaw)\//;
const CHANGELOG = 'CHANGELOG.md';

interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What is missing in the commits after a base, a line each.
 * @param root absolute path of a repository
 * @param base a commit that HEAD descends from
 * @throws where the base is no commit of the repository
 */
export function changeProblems(root: string, base: string): string[] {
  const git = gitIn(root);
  const from = git('merge-base', base, 'HEAD').trim();
  const show = (commit: string, path: string) =>
    git('ls-tree', commit, '--', path) === '' ? null : git('show', `${commit}:${path}`);
  const changes = git('diff', '--name-only', '--no-renames', '-z', from, 'HEAD')
    .split('\0')
    .filter((path) => path !== '')
    .map((path): Change => ({ path, before: show(from, path), after: show('HEAD', path) }));
  const subjects = git('log', '--format=%s', `${from}..HEAD`)
    .split('\n')
    .filter((subject) => subject !== '');
  return [
    ...subjects
      .filter((subject) => !isConventionalSubject(subject))
      .map((subject) => `no conventional subject: ${subject}`),
    ...branchProblems(git('branch', '--show-current').trim()),
    ...gateProblems(changes),
    ...changes
      .filter(({ path }) => isDecisionRecord(path))
      .flatMap((record) => recordProblems(record.path, record).map((problem) => `${record.path}: ${problem}`)),
    ...changelogProblems(changes),
  ];
}

/** A detached head, as CI has it, has no name to judge. */
const branchProblems = (branch: string): string[] =>
  branch === '' || branch === 'main' || isConventionalBranch(branch) ? [] : [`no conventional branch: ${branch}`];

/** A changed gate needs a decision that says how the tasks that are under way come through it (MA-054, MA-257, MA-258). */
function gateProblems(changes: readonly Change[]): string[] {
  const gates = changes.filter(({ path, before, after }) => GATES.test(path) && codeOf(before) !== codeOf(after));
  if (gates.length === 0) return [];
  const records = changes.filter(
    ({ path, after }) => path.startsWith('docs/decisions/') && isDecisionRecord(path) && after !== null,
  );
  const paths = gates.map(({ path }) => path).join(', ');
  if (records.length === 0) return [`gates are changed without a decision record in docs/decisions: ${paths}`];
  if (records.some(({ after }) => hasPart(after ?? '', 'transition'))) return [];
  return [
    `no record says under "Transition" how tasks under way come through the changed gates: ${records.map(({ path }) => path).join(', ')}`,
  ];
}

function changelogProblems(changes: readonly Change[]): string[] {
  const product = changes.filter(({ path, before, after }) => PRODUCT.test(path) && codeOf(before) !== codeOf(after));
  if (product.length === 0) return [];
  const changelog = changes.find(({ path }) => path === CHANGELOG);
  if (changelog?.after != null && hasNewEntry(changelog.before, changelog.after)) return [];
  return [
    `the product is changed, and the newest section of ${CHANGELOG} has no new entry: ${product.map(({ path }) => path).join(', ')}`,
  ];
}

/** Without lines that are blank or comments alone, which change nothing. */
const codeOf = (text: string | null): string | null =>
  text === null
    ? null
    : text
        .split('\n')
        .filter((line) => !/^\s*(?:$|\/\/|\/\*|\*|#(?!!))/.test(line))
        .join('\n');

const gitIn =
  (root: string) =>
  (...argv: string[]): string =>
    execFileSync('git', argv, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });

/** Why there is nothing to compare HEAD with; null where there is. A first commit has no base, a shallow clone may end before it. */
export function nothingBefore(root: string, base: string): string | null {
  const git = gitIn(root);
  if (answers(() => git('merge-base', base, 'HEAD'))) return null;
  if (git('rev-parse', '--is-shallow-repository').trim() === 'true') return `${base} is not in this shallow clone`;
  const isFirst = base === 'HEAD^' || /^0+$/.test(base);
  return isFirst ? 'this is the first commit' : null;
}

const answers = (ask: () => unknown): boolean => {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
};

if (process.argv[1] === import.meta.filename) {
  const root = process.cwd();
  const [base = 'HEAD^'] = process.argv.slice(2);
  const nothing = nothingBefore(root, base);
  if (nothing !== null) {
    console.log(`${nothing}: nothing to compare with, nothing checked`);
  } else if (!answers(() => gitIn(root)('merge-base', base, 'HEAD'))) {
    console.error(`${base} is no commit that HEAD descends from`);
    process.exitCode = 2;
  } else {
    const problems = changeProblems(root, base);
    for (const problem of problems) console.error(problem);
    console.log(`since ${base}: ${problems.length === 0 ? 'nothing is missing' : `${problems.length} missing`}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  }
}
