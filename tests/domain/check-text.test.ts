import { describe, expect, it } from 'vitest';
import { type CheckTextInput, changedCheckText } from '../../src/domain/check-text.ts';
import type { ChangedPath } from '../../src/domain/evidence.ts';

const NOTHING = { before: null, after: null };

/** A candidate that changes `paths` in a repository whose only check is `npm test`. */
const candidate = (
  paths: Readonly<Record<string, ChangedPath['status']>>,
  rest: Partial<CheckTextInput> = {},
): CheckTextInput => ({
  checks: [['npm', 'test']],
  diff: Object.entries(paths).map(([path, status]) => ({ path, status })),
  packageJson: packages({ scripts: { test: 'node --test' } }),
  pyproject: NOTHING,
  ...rest,
});

const packages = (before: object, after: object = before) => ({
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});

/** A candidate that turns one package.json into another. */
const packageChange = (before: object, after: object, checks = [['npm', 'test']]): CheckTextInput =>
  candidate({ 'package.json': 'M' }, { checks, packageJson: packages(before, after) });

const MAIN = {
  version: '1.0.0',
  scripts: { test: 'npm run unit && run-s "lint:*"', unit: 'node --test', 'lint:js': 'eslint .', start: 'node .' },
};
const withScripts = (scripts: Readonly<Record<string, string>>) => ({
  ...MAIN,
  scripts: { ...MAIN.scripts, ...scripts },
});

describe('changedCheckText: what switches a check off needs a person (INV-3)', () => {
  it.each<[string, CheckTextInput]>([
    ['the script itself', packageChange(MAIN, withScripts({ test: 'true' }))],
    ['a script that it calls', packageChange(MAIN, withScripts({ unit: 'true' }))],
    ['a script that it calls by a pattern', packageChange(MAIN, withScripts({ 'lint:js': 'true' }))],
    ['a hook before it', packageChange(MAIN, withScripts({ pretest: 'rm -rf test' }))],
    ['a hook after a script that it calls', packageChange(MAIN, withScripts({ postunit: 'true' }))],
    ['a script that installing runs', packageChange(MAIN, withScripts({ postinstall: 'node hide-tests.js' }))],
    ['the script of `npm t`', packageChange(MAIN, withScripts({ test: 'true' }), [['npm', 't']])],
    ["the runner's settings in package.json", packageChange(MAIN, { ...MAIN, jest: { testMatch: [] } })],
    ['which program a dependency stands for', packageChange(MAIN, { ...MAIN, overrides: { eslint: 'file:./fake' } })],
    ['where a dependency comes from', packageChange(MAIN, { ...MAIN, devDependencies: { ms: 'npm:fake@1' } })],
    ['a dependency in a directory', packageChange(MAIN, { ...MAIN, dependencies: { ms: 'file:./fake' } })],
    ['the program that a script runs', packageChange(MAIN, { ...MAIN, devDependencies: { eslint: '1.0.0' } })],
    [
      'a package.json that is no JSON',
      candidate({ 'package.json': 'M' }, { packageJson: { before: '{}', after: '{' } }),
    ],
    ['package.json gone', candidate({ 'package.json': 'D' }, { packageJson: { before: '{}', after: null } })],
    [
      'pytest settings',
      candidate(
        { 'pyproject.toml': 'M' },
        {
          checks: [['pytest']],
          pyproject: { before: '[project]\n', after: '[project]\n[tool.pytest.ini_options]\naddopts = "--co"\n' },
        },
      ),
    ],
  ])('%s', (_, input) => {
    expect(changedCheckText(input)).toEqual(input.diff.map(({ path }) => path));
  });

  it('the program that a check runs by name, where the repository holds it', () => {
    const main = { scripts: { test: 'runner' }, devDependencies: { runner: 'file:./tools/runner' } };
    const input = candidate({ 'tools/runner/run.js': 'M', 'tools/other.js': 'M' }, { packageJson: packages(main) });
    expect(changedCheckText(input)).toEqual(['tools/runner/run.js']);
  });

  it.each([
    ['a table with spaces', '', '[ tool.pytest.ini_options ]\naddopts = "--co"'],
    ['a quoted table', '', '["tool"."pytest".ini_options]\naddopts = "--co"'],
    ['an escaped table', '', '[tool."\\u0070ytest".ini_options]\naddopts = "--co"'],
    ['a dotted key', '', 'tool.pytest.ini_options.addopts = "--co"'],
    ['the table above', '[tool]', '[tool]\npytest.ini_options.addopts = "--co"'],
    ['another program of that name', '', '[tool.uv.sources]\npytest = { path = "fake" }'],
    ['a table inside a text', '[tool.pytest]\na = 1', "text = '''\n[tool.pytest]\na = 1\n'''"],
  ])("pytest's settings as %s", (_, before, after) => {
    const input = candidate({ 'pyproject.toml': 'M' }, { checks: [['pytest']], pyproject: { before, after } });
    expect(changedCheckText(input)).toEqual(['pyproject.toml']);
  });

  it.each<[string, ChangedPath['status']]>([
    ['.npmrc', 'A'],
    ['.yarnrc.yml', 'A'],
    ['vitest.config.ts', 'A'],
    ['packages/a/jest.config.cjs', 'A'],
    ['test/vitest.config.ts', 'A'],
    ['.mocharc.json', 'A'],
    ['pytest.ini', 'A'],
    ['.pytest.ini', 'A'],
    ['pytest.toml', 'A'],
    ['conftest.py', 'A'],
    ['tests/conftest.py', 'M'],
    ['.cargo/config.toml', 'A'],
    ['setup.cfg', 'M'],
    ['sitecustomize.py', 'A'],
    ['Makefile', 'M'],
    ['GNUmakefile', 'A'],
    ['rules/test.mk', 'M'],
    ['node_modules/.bin/vitest', 'A'],
    ['packages/a/node_modules/tap/index.js', 'A'],
    ['.yarn/releases/yarn-4.cjs', 'A'],
    ['test/greet.test.js', 'D'],
    ['test/greet.test.js', 'T'],
    ['src/__tests__/greet.js', 'D'],
    ['tests/test_greet.py', 'D'],
    ['Tests/greet.cs', 'D'],
    ['e2e/greet.js', 'D'],
  ])('%s (%s)', (path, status) => {
    expect(changedCheckText(candidate({ [path]: status }))).toEqual([path]);
  });

  it.each<[string[], string]>([
    [['sh', 'check.sh'], 'check.sh'],
    [['./check.sh'], 'check.sh'],
    [['bash', '-c', 'cd . && ./scripts/check.sh'], 'scripts/check.sh'],
    [['bash', 'tests/run.sh'], 'tests/run.sh'],
    [['node', 'test/run.js'], 'test/run.js'],
    [['node', 'test.js'], 'test.js'],
    [['node', 'scripts/test.mjs'], 'scripts/test.mjs'],
    [['python', 'tests/run_tests.py'], 'tests/run_tests.py'],
    [['python', '-m', 'tests.run_tests'], 'tests/run_tests.py'],
    [['python', '-m', 'pytest'], 'pytest.py'],
    [['./tests/run'], 'tests/run'],
    [['sh', '-c', 'cd web && node run.js'], 'web/run.js'],
    [['sh', '-c', 'cd web && npm test'], 'web/package.json'],
    [['go', 'test', './...'], 'go.work'],
    [['go', 'test', './...'], 'pkg/go.mod'],
    [['cargo', 'test'], 'build.rs'],
    [['cargo', 'test'], 'rust-toolchain.toml'],
    [['mvn', 'test'], '.mvn/maven.config'],
    [['mvn', 'test'], 'pom.xml'],
    [['node', 'scripts/verify'], 'scripts/verify.mjs'],
    [['npm', 'run', 'test', '--', '--config=config/unit.js'], 'config/unit.js'],
    [['npx', 'tsc', '-p', '.'], 'tsconfig.build.json'],
    [['npx', 'eslint', '.'], 'eslint.config.js'],
    [['npm', 'test', '--workspaces'], 'packages/a/package.json'],
  ])('%j runs by a changed %s', (argv, path) => {
    expect(changedCheckText(candidate({ [path]: 'M' }, { checks: [argv] }))).toEqual([path]);
  });
});

describe('changedCheckText: work that leaves the checks in force needs nobody', () => {
  it.each<[string, CheckTextInput]>([
    ['source and documents', candidate({ 'src/greet.js': 'M', 'README.md': 'M', 'src/old.js': 'D' })],
    ['a new test', candidate({ 'test/new.test.js': 'A' })],
    ['a changed test', candidate({ 'test/greet.test.js': 'M' })],
    ['a new file that the script names', candidate({ 'test/run.js': 'A' }, { checks: [['node', 'test/run.js']] })],
    ['another version', packageChange(MAIN, { ...MAIN, version: '1.1.0' })],
    ['a dependency', packageChange(MAIN, { ...MAIN, dependencies: { ms: '^2.0.0' } })],
    ['a new script that no check runs', packageChange(MAIN, withScripts({ build: 'node build.js' }))],
    ['a script that no check runs', packageChange(MAIN, withScripts({ start: 'node server.js' }))],
    ['the settings of a tool that no check runs', candidate({ 'tsconfig.json': 'M', 'eslint.config.js': 'M' })],
    ["another package's own package.json", candidate({ 'packages/a/package.json': 'M' })],
    [
      'a part of pyproject.toml that is not about pytest',
      candidate(
        { 'pyproject.toml': 'M' },
        { pyproject: { before: 'version = "1"\n[tool.pytest]\na = 1', after: 'version = "2"\n[tool.pytest]\na = 1' } },
      ),
    ],
  ])('%s', (_, input) => {
    expect(changedCheckText(input)).toEqual([]);
  });
});
