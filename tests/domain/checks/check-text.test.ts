import { describe, expect, it } from 'vitest';
import { type CheckTextInput, changedCheckText } from '../../../src/domain/checks/check-text.ts';
import type { BeforeAfter } from '../../../src/domain/checks/package-checks.ts';
import type { ChangedPath } from '../../../src/domain/evidence.ts';

/** A candidate that changes `paths` in a repository whose only check is `npm test`. `texts` are those of files, by their paths. */
const candidate = (
  paths: Readonly<Record<string, ChangedPath['status']>>,
  { checks = [['npm', 'test']], ...texts }: Changes = {},
): CheckTextInput => ({
  checks,
  diff: Object.entries(paths).map(([path, status]) => ({ path, status })),
  texts: new Map([['package.json', packages({ scripts: { test: 'node --test' } })], ...fileTexts(texts)]),
});

type Changes = { readonly checks?: CheckTextInput['checks'] } & { readonly [path: string]: unknown };

const fileTexts = (texts: Readonly<Record<string, unknown>>): readonly [string, BeforeAfter][] =>
  Object.entries(texts).map(([path, text]) => [path, text as BeforeAfter]);

const both = (text: string): BeforeAfter => ({ before: text, after: text });

const packages = (before: object, after: object = before) => ({
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});

/** A candidate that turns one package.json into another. */
const packageChange = (before: object, after: object, checks = [['npm', 'test']]): CheckTextInput =>
  candidate({ 'package.json': 'M' }, { checks, 'package.json': packages(before, after) });

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
      candidate({ 'package.json': 'M' }, { 'package.json': { before: '{}', after: '{' } }),
    ],
    [
      'the script that starts the server which is looked at in a browser',
      { ...packageChange(MAIN, withScripts({ start: 'node fake.js' })), server: ['npm', 'run', 'start'] },
    ],
    ['what is looked at in a browser', candidate({ '.openclaw/verification.yaml': 'M' })],
    ['what is looked at in a browser from now on', candidate({ '.openclaw/verification.yaml': 'A' })],
    ['package.json gone', candidate({ 'package.json': 'D' }, { 'package.json': { before: '{}', after: null } })],
    [
      'pytest settings',
      candidate(
        { 'pyproject.toml': 'M' },
        {
          checks: [['pytest']],
          'pyproject.toml': {
            before: '[project]\n',
            after: '[project]\n[tool.pytest.ini_options]\naddopts = "--co"\n',
          },
        },
      ),
    ],
  ])('%s', (_, input) => {
    expect(changedCheckText(input)).toEqual(input.diff.map(({ path }) => path));
  });

  it('the program that a check runs by name, where the repository holds it', () => {
    const main = { scripts: { test: 'runner' }, devDependencies: { runner: 'file:./tools/runner' } };
    const input = candidate({ 'tools/runner/run.js': 'M', 'tools/other.js': 'M' }, { 'package.json': packages(main) });
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
    const input = candidate({ 'pyproject.toml': 'M' }, { checks: [['pytest']], 'pyproject.toml': { before, after } });
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

  it.each<[string, string, string, string]>([
    [
      'go.mod',
      'module a\n\nrequire x v1.0.0\n',
      'module a\n\nrequire x v1.0.0\nreplace x => ./fake\n',
      'go test ./...',
    ],
    ['go.mod', 'module a\n', 'module a\nreplace (\n\tx => ./fake\n)\n', 'go test ./...'],
    ['go.mod', 'module a\n', 'module a\nignore ./pkg\n', 'go test ./...'],
    [
      'go.mod',
      'module a\nrequire (\n\tx v1.0.0\n)\n',
      'module a\nrequire (\n\tx v1.0.0\n)\ntoolchain go1.99\n',
      'go vet ./...',
    ],
    ['Cargo.toml', '[package]\nname = "a"\n', '[package]\nname = "a"\n\n[lib]\ntest = false\n', 'cargo test'],
    ['Cargo.toml', '[package]\nname = "a"\n', '[package]\nname = "a"\nautotests = false\n', 'cargo test'],
    ['Cargo.toml', '[package]\nname = "a"\n', '[package]\nname = "a"\n"autotests" = false\n', 'cargo test'],
    ['Cargo.toml', '[package]\nname = "a"\n', 'lib.test = false\n[package]\nname = "a"\n', 'cargo test'],
    [
      'crates/a/Cargo.toml',
      '[package]\n',
      '[package]\n[[test]]\nname = "all"\npath = "none.rs"\n',
      'cargo test --workspace',
    ],
    ['Cargo.toml', '[dev-dependencies]\nx = "1"\n', '[dev-dependencies]\nx = { path = "fake" }\n', 'cargo test'],
    ['Cargo.toml', '[dependencies]\n', "[dependencies]\nx = '''\n[lib]\n'''\n", 'cargo test'],
    ['Cargo.toml', '[workspace]\nmembers = ["a"]\n', '[workspace]\nmembers = []\n', 'cargo test'],
  ])('%s that says %j and then %j', (path, before, after, check) => {
    const input = candidate({ [path]: 'M' }, { checks: [check.split(' ')], [path]: { before, after } });
    expect(changedCheckText(input)).toEqual([path]);
  });

  it('a manifest that is gone', () => {
    const gone = { before: 'module a\n', after: null };
    const input = candidate({ 'go.mod': 'D' }, { checks: [['go', 'test', './...']], 'go.mod': gone });
    expect(changedCheckText(input)).toEqual(['go.mod']);
  });

  it.each<[string, string]>([
    ['include rules.inc', 'rules.inc'],
    ['-include mk/local.inc mk/ci.inc', 'mk/ci.inc'],
    ['include mk/*.inc', 'mk/ci.inc'],
    ['sinclude $(TOP)/rules.inc', 'build/rules.inc'],
    ['include a.inc \\\n  b.inc', 'b.inc'],
  ])('a Makefile that says %j runs %s, which may be new', (line, path) => {
    for (const status of ['A', 'M', 'D'] as const) {
      const input = candidate({ [path]: status }, { checks: [['make', 'test']], Makefile: both(`${line}\ntest:\n`) });
      expect(changedCheckText(input)).toEqual([path]);
    }
  });

  it('the configuration of a tool that a Makefile runs', () => {
    const Makefile = both('test:\n\tgo test ./...\n');
    const input = candidate({ 'vendor/modules.txt': 'A' }, { checks: [['make', 'test']], Makefile });
    expect(changedCheckText(input)).toEqual(['vendor/modules.txt']);
  });

  it.each<[string, string, string]>([
    [
      'jest.config.js',
      "module.exports = { setupFilesAfterEach: [], setupFilesAfterEnv: ['<rootDir>/jest.setup.js'] }",
      'jest.setup.js',
    ],
    ['jest.config.json', '{ "setupFiles": ["core-js", "./tools/setup"] }', 'tools/setup.ts'],
    ['packages/a/jest.config.ts', "export default { globalSetup: '../../tools/global.ts' }", 'tools/global.ts'],
    ['jest.config.js', "transform: { '^.+\\\\.ts$': './tools/transform.js' }", 'tools/transform.js'],
    ['vitest.config.ts', "import { plugin } from './tools/plugin.ts';", 'tools/plugin.ts'],
    ['vite.config.ts', "test: { setupFiles: './src/test/setup.ts' }", 'src/test/setup.ts'],
    ['.mocharc.yml', 'require:\n  - ./tools/register.cjs\nrecursive: true\n', 'tools/register.cjs'],
    [
      'package.json',
      '{ "scripts": { "test": "jest" }, "jest": { "setupFiles": ["./tools/setup.js"] } }',
      'tools/setup.js',
    ],
  ])('what %s names: %s', (configuration, text, path) => {
    const input = candidate({ [path]: 'M', 'src/a.js': 'M' }, { [configuration]: both(text) });
    expect(changedCheckText(input)).toEqual([path]);
  });

  it.each<[string[], string]>([
    [['node', 'test'], 'test.js'],
    [['node', 'test'], 'test/index.js'],
    [['node', './test/'], 'test/index.mjs'],
    [['node', '--enable-source-maps', 'test'], 'test/package.json'],
    [['python', 'tests'], 'tests/__main__.py'],
    [['npx', 'tsx', 'scripts/verify'], 'scripts/verify/index.ts'],
  ])('%j runs the entry %s, which may be new', (argv, path) => {
    for (const status of ['A', 'M'] as const) {
      expect(changedCheckText(candidate({ [path]: status }, { checks: [argv] }))).toEqual([path]);
    }
  });

  it.each<ChangedPath>([
    { status: 'A', path: 'vendor/library', gitlink: true },
    { status: 'M', path: 'vendor/library', gitlink: true },
    { status: 'T', path: 'src', gitlink: true },
    { status: 'D', path: 'vendor/library', gitlink: true },
    { status: 'A', path: '.gitmodules' },
  ])('a submodule: %o', (entry) => {
    expect(changedCheckText({ ...candidate({}), diff: [entry] })).toEqual([entry.path]);
  });

  it('a lock file that gives the test runner another source', () => {
    const lock = (resolved: string) =>
      JSON.stringify({
        packages: { '': { devDependencies: { tap: '1' } }, 'node_modules/tap': { version: '1.0.0', resolved } },
      });
    const file = { before: lock('https://registry.example/tap.tgz'), after: lock('file:fake.tgz') };
    const input = candidate({ 'package-lock.json': 'M', 'fake.tgz': 'A' }, { 'package-lock.json': file });
    expect(changedCheckText(input)).toEqual(['package-lock.json']);
  });

  it.each<[string[], string]>([
    [['go', 'test', './...'], 'vendor/example.com/assert/assert.go'],
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
    [
      'the script that starts the product, where nobody looks at it in a browser',
      packageChange(MAIN, withScripts({ start: 'node other.js' })),
    ],
    [
      'the server that is looked at in a browser: it is the product',
      { ...candidate({ 'server.js': 'M' }), server: ['node', 'server.js'] },
    ],
    ['source and documents', candidate({ 'src/greet.js': 'M', 'README.md': 'M', 'src/old.js': 'D' })],
    ['a new test', candidate({ 'test/new.test.js': 'A' })],
    ['a changed test', candidate({ 'test/greet.test.js': 'M' })],
    ['a new file that the script names', candidate({ 'test/run.js': 'A' }, { checks: [['node', 'test/run.js']] })],
    ['another version', packageChange(MAIN, { ...MAIN, version: '1.1.0' })],
    ['a dependency', packageChange(MAIN, { ...MAIN, dependencies: { ms: '^2.0.0' } })],
    ['a new script that no check runs', packageChange(MAIN, withScripts({ build: 'node build.js' }))],
    ['a script that no check runs', packageChange(MAIN, withScripts({ start: 'node server.js' }))],
    ['the settings of a tool that no check runs', candidate({ 'tsconfig.json': 'M', 'eslint.config.js': 'M' })],
    ['an entry of a directory that no program is given', candidate({ 'test/index.js': 'M', 'test.js': 'A' })],
    [
      'what a Makefile of others includes',
      candidate({ 'rules.inc': 'M' }, { Makefile: both('include rules.inc\n-include $(DEPENDENCIES)\n') }),
    ],
    [
      'a source file while make includes what only it knows',
      candidate({ 'src/a.c': 'M' }, { checks: [['make', 'test']], Makefile: both('-include $(DEPENDENCIES)\n') }),
    ],
    [
      'the exports of package.json',
      candidate(
        { 'src/index.js': 'M' },
        { 'package.json': both('{"scripts":{"test":"jest"},"exports":{"import":"./src/index.js"}}') },
      ),
    ],
    [
      'what go requires',
      candidate(
        { 'go.mod': 'M', 'go.sum': 'M' },
        {
          checks: [['go', 'test', './...']],
          'go.mod': {
            before: 'module a\nrequire x v1.0.0\n',
            after: 'module a\nrequire (\n\tx v1.0.0\n\ty v1.0.0 // indirect\n)\n',
          },
          'go.sum': { before: 'x v1.0.0 h1:a=\n', after: 'x v1.0.0 h1:a=\ny v1.0.0 h1:b=\n' },
        },
      ),
    ],
    [
      'a dependency and the version of a crate',
      candidate(
        { 'Cargo.toml': 'M' },
        {
          checks: [['cargo', 'test']],
          'Cargo.toml': {
            before: '[package]\nname = "a"\nversion = "0.1.0"\n[dependencies]\nx = "1"\n',
            after:
              '[package]\nname = "a"\nversion = "0.2.0"\n[dependencies]\nx = "1"\ny = { version = "2", features = ["z"] }\n',
          },
        },
      ),
    ],
    [
      'a new crate',
      candidate(
        { 'crates/b/Cargo.toml': 'A' },
        {
          checks: [['cargo', 'test']],
          'crates/b/Cargo.toml': { before: null, after: '[package]\nname = "b"\n[lib]\ntest = false\n' },
        },
      ),
    ],
    ["another package's own package.json", candidate({ 'packages/a/package.json': 'M' })],
    [
      'a part of pyproject.toml that is not about pytest',
      candidate(
        { 'pyproject.toml': 'M' },
        {
          'pyproject.toml': {
            before: 'version = "1"\n[tool.pytest]\na = 1',
            after: 'version = "2"\n[tool.pytest]\na = 1',
          },
        },
      ),
    ],
  ])('%s', (_, input) => {
    expect(changedCheckText(input)).toEqual([]);
  });
});
