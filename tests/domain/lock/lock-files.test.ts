import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLockFile, lockedSourcesChanged } from '../../../src/domain/lock/lock-files.ts';

const WORDS = new Set(['tap', 'test']);

const entry = (name: string, version: string, more: object = {}) => ({
  version,
  resolved: `https://registry.example/${name}-${version}.tgz`,
  integrity: `sha512-${name}${version}`,
  ...more,
});

const npmLock = (packages: object) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: { '': { version: '1.0.0', devDependencies: { tap: '^1.0.0' } }, ...packages },
  });

const TAP = entry('tap', '1.0.0', { dev: true, bin: { tap: 'run.js' }, dependencies: { ms: '^2.0.0' } });
const MS = entry('ms', '2.0.0');
const INSTALLED = { 'node_modules/tap': TAP, 'node_modules/ms': MS };
const NPM = npmLock(INSTALLED);

const YARN = `# yarn lockfile v1


"@acme/tap@^1.0.0", "@acme/tap@^1.1.0":
  version "1.1.0"
  resolved "https://registry.example/tap-1.1.0.tgz#aa"
  integrity sha512-aa

ms@^2.0.0:
  version "2.0.0"
  resolved "https://registry.example/ms-2.0.0.tgz#bb"
  integrity sha512-bb
`;

const BERRY = `__metadata:
  version: 8

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    tap: "npm:^1.0.0"
  languageName: unknown

"tap@npm:^1.0.0, tap@npm:^1.1.0":
  version: 1.1.0
  resolution: "tap@npm:1.1.0"
  checksum: 10c0/aa
  languageName: node
`;

const PNPM = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    devDependencies:
      tap:
        specifier: ^1.0.0
        version: 1.1.0

packages:

  '@acme/ms@2.0.0':
    resolution: {integrity: sha512-bb}

  tap@1.1.0:
    resolution: {integrity: sha512-aa}
    hasBin: true

snapshots:

  '@acme/ms@2.0.0': {}

  tap@1.1.0:
    dependencies:
      '@acme/ms': 2.0.0
`;

const UV = `version = 1
requires-python = ">=3.12"

[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "pytest" },
]

[[package]]
name = "pytest"
version = "8.0.0"
source = { registry = "https://pypi.org/simple" }
wheels = [
    { url = "https://files.example/pytest.whl", hash = "sha256:aa" },
]
`;

const CARGO = `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = ["rand"]

[[package]]
name = "rand"
version = "0.8.5"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "aa"
`;

const GO = `example.com/assert v1.0.0 h1:aa=
example.com/assert v1.0.0/go.mod h1:bb=
`;

/** One text with one piece of it replaced, which has to be there. */
const swapped = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

const changed = (path: string, before: string | null, after: string | null) =>
  lockedSourcesChanged(path, { before, after }, WORDS);

describe('lockedSourcesChanged: another source of what main has installed needs a person (INV-3)', () => {
  it.each<[string, string]>([
    ['the address', npmLock({ ...INSTALLED, 'node_modules/tap': { ...TAP, resolved: 'file:fake.tgz' } })],
    ['the checksum', npmLock({ ...INSTALLED, 'node_modules/tap': { ...TAP, integrity: 'sha512-other' } })],
    ['the version', npmLock({ ...INSTALLED, 'node_modules/ms': entry('ms', '2.1.0') })],
    ['a package that stands in', npmLock({ ...INSTALLED, 'node_modules/tap': { ...TAP, name: 'fake' } })],
    ['what a package needs', npmLock({ ...INSTALLED, 'node_modules/tap': { ...TAP, dependencies: { fake: '1' } } })],
    ['a link in its place', npmLock({ ...INSTALLED, 'node_modules/tap': { resolved: 'fake', link: true } })],
    ['one that is found first', npmLock({ ...INSTALLED, 'node_modules/tap/node_modules/ms': entry('ms', '6.6.6') })],
    [
      'an added package with a program that a check runs',
      npmLock({ ...INSTALLED, 'node_modules/x': entry('x', '1.0.0', { bin: { tap: 'x.js' } }) }),
    ],
    ['one that is gone', npmLock({ 'node_modules/tap': TAP })],
    [
      'a key twice, of which the last counts',
      NPM.replace(/\}\}$/, ',"node_modules/tap":{"version":"1.0.0","resolved":"file:fake.tgz"}}}'),
    ],
    ['no JSON', '{'],
  ])('npm: %s', (_, after) => {
    expect(changed('package-lock.json', NPM, after)).toBe(true);
    expect(changed('web/npm-shrinkwrap.json', NPM, after)).toBe(true);
  });

  it('npm 6: an entry below another', () => {
    const lock = (resolved: string) =>
      JSON.stringify({
        dependencies: { tap: { version: '1.0.0', dependencies: { ms: { version: '2.0.0', resolved } } } },
      });
    expect(changed('package-lock.json', lock('https://registry.example/ms.tgz'), lock('file:fake.tgz'))).toBe(true);
  });
  it.each<[string, string, string, string, string]>([
    [
      'yarn: the address',
      'yarn.lock',
      YARN,
      'https://registry.example/tap-1.1.0.tgz#aa',
      'https://evil.example/tap.tgz#cc',
    ],
    ['yarn: a descriptor that leads elsewhere', 'yarn.lock', YARN, '"@acme/tap@^1.0.0", ', ''],
    [
      'yarn: a descriptor in disguise',
      'yarn.lock',
      YARN,
      'ms@^2.0.0:',
      '"@acme/t\\u0061p@^1.0.0":\n  version "6.6.6"\n\nms@^2.0.0:',
    ],
    [
      'yarn: a descriptor twice',
      'yarn.lock',
      YARN,
      'ms@^2.0.0:',
      '"@acme/tap@^1.0.0":\n  version "6.6.6"\n\nms@^2.0.0:',
    ],
    ['yarn 2: the checksum', 'yarn.lock', BERRY, '10c0/aa', '10c0/cc'],
    ['yarn 2: the resolution', 'yarn.lock', BERRY, 'tap@npm:1.1.0', 'evil@npm:1.1.0'],
    [
      'yarn 2: in braces',
      'yarn.lock',
      BERRY,
      '"app@workspace:.":',
      '{"tap@npm:^1.0.0": {version: 6.6.6}}:\n  a: b\n"app@workspace:.":',
    ],
    ['pnpm: the integrity', 'pnpm-lock.yaml', PNPM, 'sha512-aa', 'sha512-cc'],
    ['pnpm: an address', 'pnpm-lock.yaml', PNPM, '{integrity: sha512-aa}', '{tarball: https://evil.example/tap.tgz}'],
    [
      'pnpm: the version that the repository takes',
      'pnpm-lock.yaml',
      PNPM,
      '        version: 1.1.0',
      '        version: file:fake',
    ],
    ['pnpm: what a package is given', 'pnpm-lock.yaml', PNPM, "'@acme/ms': 2.0.0", "'@acme/ms': 6.6.6"],
    ['pnpm: a section of its own', 'pnpm-lock.yaml', PNPM, 'importers:', 'overrides:\n  tap: file:fake\n\nimporters:'],
    ['uv: the hash', 'uv.lock', UV, 'sha256:aa', 'sha256:cc'],
    ['uv: the source', 'uv.lock', UV, '{ registry = "https://pypi.org/simple" }', '{ directory = "fake" }'],
    [
      'uv: a second block',
      'uv.lock',
      UV,
      'version = 1\n',
      'version = 1\n[[package]]\nname = "pytest"\nversion = "9.0.0"\nsource = { directory = "fake" }\n',
    ],
    ['cargo: the source', 'Cargo.lock', CARGO, 'crates.io-index', 'fake'],
    [
      'cargo: no source any more',
      'Cargo.lock',
      CARGO,
      'source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "aa"\n',
      '',
    ],
    ['go: the sum', 'go.sum', GO, 'h1:aa=', 'h1:cc='],
  ])('%s', (_, path, before, from, to) => {
    expect(changed(path, before, swapped(before, from, to))).toBe(true);
  });

  it.each(['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'uv.lock', 'Cargo.lock', 'go.sum'])(
    '%s: new or gone',
    (path) => {
      expect(changed(path, null, GO)).toBe(true);
      expect(changed(path, GO, null)).toBe(true);
    },
  );
});

describe('lockedSourcesChanged: added entries need nobody', () => {
  it.each<[string, string]>([
    ['a package', npmLock({ ...INSTALLED, 'node_modules/x': entry('x', '1.0.0', { bin: { x: 'x.js' } }) })],
    [
      'another version, for an added package alone',
      npmLock({
        ...INSTALLED,
        'node_modules/x': entry('x', '1.0.0'),
        'node_modules/x/node_modules/ms': entry('ms', '1.0.0'),
      }),
    ],
    [
      'another version on top, with the old one moved below who needs it',
      npmLock({
        'node_modules/tap': TAP,
        'node_modules/tap/node_modules/ms': MS,
        'node_modules/ms': entry('ms', '3.0.0'),
      }),
    ],
    ['what an entry is there for', npmLock({ ...INSTALLED, 'node_modules/tap': { ...TAP, dev: false } })],
    ["the repository's own version", NPM.replace('"1.0.0"', '"1.1.0"')],
  ])('npm: %s', (_, after) => {
    expect(changed('package-lock.json', NPM, after)).toBe(false);
  });

  it.each<[string, string, string, string, string]>([
    ['yarn: a package', 'yarn.lock', YARN, 'ms@^2.0.0:', 'a@^1.0.0:\n  version "1.0.0"\n\nms@^2.0.0:'],
    ['yarn: a range of an old one', 'yarn.lock', YARN, 'ms@^2.0.0:', 'ms@^2.0.0, ms@~2.0.0:'],
    [
      'yarn 2: a dependency',
      'yarn.lock',
      BERRY,
      '    tap: "npm:^1.0.0"',
      '    ms: "npm:^2.0.0"\n    tap: "npm:^1.0.0"',
    ],
    [
      'pnpm: a dependency',
      'pnpm-lock.yaml',
      PNPM,
      '    devDependencies:',
      '    dependencies:\n      x:\n        specifier: ^1\n        version: 1.0.0\n    devDependencies:',
    ],
    [
      'pnpm: a package',
      'pnpm-lock.yaml',
      PNPM,
      '  tap@1.1.0:\n    resolution',
      '  ms@1.0.0:\n    resolution: {integrity: sha512-dd}\n\n  tap@1.1.0:\n    resolution',
    ],
    ['uv: a package', 'uv.lock', UV, '    { name = "pytest" },', '    { name = "pytest" },\n    { name = "x" },'],
    [
      'cargo: another version',
      'Cargo.lock',
      CARGO,
      '[[package]]\nname = "rand"',
      '[[package]]\nname = "rand"\nversion = "0.9.0"\nsource = "registry"\n\n[[package]]\nname = "rand"',
    ],
    ["cargo: the repository's own version", 'Cargo.lock', CARGO, 'version = "0.1.0"', 'version = "0.2.0"'],
    [
      'go: another version',
      'go.sum',
      GO,
      'example.com/assert v1.0.0 h1',
      'example.com/assert v1.1.0 h1:dd=\nexample.com/assert v1.0.0 h1',
    ],
  ])('%s', (_, path, before, from, to) => {
    expect(changed(path, before, swapped(before, from, to))).toBe(false);
  });

  it('a real yarn.lock is read whole', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../yarn.lock'), 'utf8');
    expect(changed('yarn.lock', text, text)).toBe(false);
    const checksum = /checksum: \S+/g;
    for (const [found] of [...text.matchAll(checksum)].slice(0, 20)) {
      expect(changed('yarn.lock', text, text.replace(found, 'checksum: 10c0/other'))).toBe(true);
    }
  });
});

it('isLockFile knows them in any directory', () => {
  expect(['a/package-lock.json', 'b/yarn.lock', 'poetry.lock', 'go.sum'].every(isLockFile)).toBe(true);
  expect(['package.json', 'my-yarn.lock.md', 'lock.json'].some(isLockFile)).toBe(false);
});
