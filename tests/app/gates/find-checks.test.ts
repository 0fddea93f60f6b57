import { describe, expect, it } from 'vitest';
import { findChecks } from '../../../src/app/gates/find-checks.ts';
import { findSetUp } from '../../../src/app/worktrees/find-set-up.ts';
import type { Settings } from '../../../src/domain/settings.ts';

type Argv = readonly string[];
type Files = Readonly<Record<string, string>>;

const settings = (checks: Partial<Settings['checks']>): Settings =>
  ({ checks: { checks: null, setup: null, ...checks } }) as Settings;

const checksOf = (files: Files, own: readonly Argv[] | null = null) =>
  findChecks(
    {
      git: { files: async () => Object.keys(files), show: async (_dir, _commit, path) => files[path] ?? null },
      settings: settings({ checks: own }),
    },
    '/repository',
    'HEAD',
  );

const scripts = (texts: Readonly<Record<string, string>>): string => JSON.stringify({ scripts: texts });
const PLACEHOLDER = 'echo "Error: no test specified" && exit 1';

describe('findChecks', () => {
  it.each<[string, Files, readonly Argv[]]>([
    ['npm', { 'package.json': scripts({ test: 'node --test' }) }, [['npm', 'test']]],
    ['Yarn', { 'package.json': scripts({ test: 'vitest' }), 'yarn.lock': '' }, [['yarn', 'test']]],
    ['pnpm', { 'package.json': scripts({ test: 'vitest' }), 'pnpm-lock.yaml': '' }, [['pnpm', 'test']]],
    ['a script called check', { 'package.json': scripts({ check: 'tsc' }) }, [['npm', 'run', 'check']]],
    [
      "check beside npm's placeholder",
      { 'package.json': scripts({ test: PLACEHOLDER, check: 'tsc' }) },
      [['npm', 'run', 'check']],
    ],
    ['pytest by its settings', { 'pyproject.toml': '[tool.pytest.ini_options]\n' }, [['pytest']]],
    ['pytest by its tests', { 'tests/unit/test_greet.py': '' }, [['pytest']]],
    ['pytest in uv', { 'conftest.py': '', 'uv.lock': '' }, [['uv', 'run', 'pytest']]],
    ['Cargo', { 'Cargo.toml': '' }, [['cargo', 'test']]],
    ['Go', { 'go.mod': '' }, [['go', 'test', './...']]],
    ['make test', { Makefile: 'all:\n\ntest: all\n\techo\n' }, [['make', 'test']]],
    ['make check', { Makefile: 'check :\n\techo\n' }, [['make', 'check']]],
    [
      'the first ecosystem that brings any',
      { 'package.json': '{}', 'go.mod': '', Makefile: 'test:\n' },
      [['go', 'test', './...']],
    ],
    ['make beside a broken package.json', { 'package.json': '{', Makefile: 'test:\n' }, [['make', 'test']]],
  ])('finds those of %s', async (_, files, checks) => {
    expect(await checksOf(files)).toEqual(checks);
  });

  it.each<[string, Files]>([
    ['nothing at all', { 'README.md': '' }],
    ['a placeholder', { 'package.json': scripts({ test: PLACEHOLDER }) }],
    ['an empty script', { 'package.json': scripts({ test: ' ' }) }],
    ['a make variable', { Makefile: 'test := 1\n' }],
    ['a tests folder of another language', { 'tests/greet.lua': '' }],
  ])('refuses %s with both ways out', async (_, files) => {
    await expect(checksOf(files)).rejects.toMatchObject({
      code: 'no-checks',
      next: expect.stringMatching(/ORCHESTRATOR_CHECKS='\[\["npm","test"\]\]'.*ORCHESTRATOR_CHECKS='\[\]'/),
    });
  });

  it("takes the person's own list before all of it, an empty one too", async () => {
    const files = { 'package.json': scripts({ test: 'vitest' }) };
    expect(await checksOf(files, [['just', 'test']])).toEqual([['just', 'test']]);
    expect(await checksOf(files, [])).toEqual([]);
  });
});

const setUpOf = (files: Files, own: readonly Argv[] | null = null) =>
  findSetUp(
    {
      files: { read: async (path) => files[path.slice('/worktree/'.length)] ?? null },
      settings: settings({ setup: own }),
    },
    '/worktree',
  );

describe('findSetUp', () => {
  it.each<[string, Files, readonly Argv[]]>([
    ['npm', { 'package-lock.json': '{}' }, [['npm', 'ci']]],
    ['a shrinkwrap', { 'npm-shrinkwrap.json': '{}' }, [['npm', 'ci']]],
    ['classic Yarn', { 'yarn.lock': '# THIS IS…\n# yarn lockfile v1\n' }, [['yarn', 'install', '--frozen-lockfile']]],
    ['Yarn', { 'yarn.lock': '__metadata:\n' }, [['yarn', 'install', '--immutable']]],
    ['pnpm', { 'pnpm-lock.yaml': '' }, [['pnpm', 'install', '--frozen-lockfile']]],
    ['uv', { 'uv.lock': '' }, [['uv', 'sync', '--locked']]],
    ['no lock file', { 'package.json': '{}' }, []],
  ])('is that of %s', async (_, files, commands) => {
    expect((await setUpOf(files)).commands).toEqual(commands);
  });

  it("is the person's own list, an empty one too, and still knows the lock file", async () => {
    const files = { 'package-lock.json': 'locked' };
    expect(await setUpOf(files, [['make', 'deps']])).toEqual({ commands: [['make', 'deps']], lock: 'locked' });
    expect(await setUpOf(files, [])).toEqual({ commands: [], lock: 'locked' });
  });
});
