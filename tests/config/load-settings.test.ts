import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../src/config/find-settings.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { OrchestratorError } from '../../src/domain/errors.ts';
import { baseDirectory, repository, temporaryDirectory, write } from './plan/places.ts';

const load = (base: string, request: Partial<LoadRequest> = {}) =>
  loadSettings({ cwd: base, flags: {}, productRoot: '/nowhere', env: {}, ...request });

const mistakes = (base: string, request: Partial<LoadRequest> = {}): readonly string[] => {
  try {
    load(base, request);
  } catch (error) {
    expect(error).toBeInstanceOf(OrchestratorError);
    expect(error).toMatchObject({ code: 'config-invalid', exitCode: 2 });
    return (error as OrchestratorError).message.split('\n');
  }
  return [];
};

describe('precedence', () => {
  it('is flag, environment, .env, YAML of the base directory, then the home, then the default', () => {
    const base = baseDirectory();
    const home = temporaryDirectory();
    const kind = (request: Partial<LoadRequest> = {}) => load(base, request).settings.worker.kind;
    const env = { ORCHESTRATOR_HOME: home };
    expect(kind({ env })).toBe('codex');
    write(join(home, 'config.yaml'), 'worker: { kind: opencode }\n');
    expect(kind({ env })).toBe('opencode');
    write(join(home, '.env'), 'ORCHESTRATOR_WORKER=claude\n');
    expect(kind({ env })).toBe('claude');
    write(join(base, '.orchestrator', 'config.yaml'), 'worker.kind: opencode\n');
    expect(kind({ env })).toBe('opencode');
    write(join(base, 'orchestrator.yaml'), 'ORCHESTRATOR_WORKER: claude\n');
    expect(kind({ env })).toBe('claude');
    write(join(base, '.env'), 'ORCHESTRATOR_WORKER=opencode\n');
    expect(kind({ env })).toBe('opencode');
    expect(kind({ env: { ...env, ORCHESTRATOR_WORKER: 'codex' } })).toBe('codex');
    expect(kind({ env: { ...env, ORCHESTRATOR_WORKER: 'codex' }, flags: { worker: 'claude' } })).toBe('claude');
  });

  it('takes an empty text as unset, and the home from a file of the base directory', () => {
    const base = baseDirectory();
    const home = temporaryDirectory();
    write(join(base, '.env'), `ORCHESTRATOR_HOME=${home}\nORCHESTRATOR_MODEL=local\n`);
    const { settings } = load(base, { env: { ORCHESTRATOR_MODEL: '', ORCHESTRATOR_WORKER: ' ' } });
    expect([settings.model.name, settings.worker.kind, settings.layout.home]).toEqual(['local', 'codex', home]);
  });

  it('reads nothing from main, from a target repository or from a link into one (INV-12)', () => {
    const base = baseDirectory();
    const hostile = 'OPENAI_BASE_URL=http://attacker.invalid\n';
    write(join(base, 'main', '.env'), hostile);
    write(join(base, 'main', 'orchestrator.yaml'), 'model: { baseUrl: http://attacker.invalid }\n');
    for (const cwd of [base, join(base, 'main')]) expect(load(cwd).settings.model.baseUrl).toBeNull();
    const target = repository(join(temporaryDirectory(), 'shop'));
    write(join(target, '.env'), hostile);
    write(join(target, '.orchestrator', 'config.yaml'), 'model: { baseUrl: http://attacker.invalid }\n');
    expect(load(target).settings.model.baseUrl).toBeNull();
    symlinkSync(join(base, 'main', '.env'), join(base, '.env'));
    expect(mistakes(base)).toEqual([
      `${join(base, '.env')}: leads into the worktree ${join(base, 'main')}, from which no settings are read`,
    ]);
    // The same text where settings are read does what it says: the place alone protects the key.
    write(join(`${target}-worktrees`, '.env'), hostile);
    expect(load(target).settings.model.baseUrl).toBe('http://attacker.invalid');
  });
});

describe('values', () => {
  it.each([
    [{ ORCHESTRATOR_CHECKS: '[["npm","test"]]' }, (s: Settings) => s.checks.checks, [['npm', 'test']]],
    [{ ORCHESTRATOR_CHECKS: '[]' }, (s: Settings) => s.checks.checks, []],
    [{}, (s: Settings) => s.checks.checks, null],
    [{ ORCHESTRATOR_DRY_RUN: '1', ORCHESTRATOR_TRACE: 'off' }, (s: Settings) => [s.dryRun, s.trace], [true, false]],
    [{ ORCHESTRATOR_BUDGET_USD: '2.5' }, (s: Settings) => s.limits.budgetUsd, 2.5],
    [{ ORCH_AGENT_KILL_GRACE_SECONDS: '1.5' }, (s: Settings) => s.limits.killGraceMs, 1500],
    [
      { ORCH_AGENT_TIMEOUT_OVERRIDES_JSON: '{"developer":60}' },
      (s: Settings) => s.worker.timeoutsMs,
      { developer: 60_000 },
    ],
    [{ ORCH_MAX_CONCURRENCY: '1' }, (s: Settings) => [s.queue.maxConcurrency, s.limits.maxWorkers], [1, 2]],
    [{ ORCHESTRATOR_MAX_WORKERS: '4' }, (s: Settings) => [s.queue.maxConcurrency, s.limits.maxWorkers], [null, 4]],
    [
      { ORCH_AGENT_MODEL_DEFAULT: 'a', ORCH_AGENT_MODEL_CODE_REVIEWER: 'b' },
      (s: Settings) => [s.worker.model, s.worker.models],
      ['a', { 'code-reviewer': 'b' }],
    ],
    [
      { ORCH_AGENT_EFFORT_DEFAULT: 'low', ORCH_AGENT_EFFORT_TESTER: 'hihg', ORCH_AGENT_FALLBACK_MODEL: 'small' },
      (s: Settings) => [s.worker.effort, s.worker.efforts, s.worker.fallbackModel],
      ['low', { tester: 'hihg' }, 'small'],
    ],
    [{ ORCHESTRATOR_DATABASE_URL: 'sqlite:///x/y.db' }, (s: Settings) => s.layout.databaseFile, '/x/y.db'],
    [
      { ORCHESTRATOR_WORKER_SANDBOX: 'full', ORCHESTRATOR_WORKER_SANDBOX_REASON: 'docker' },
      (s: Settings) => [s.worker.access, s.worker.accessReason],
      ['full', 'docker'],
    ],
  ])('%j', (env, pick, expected) => {
    expect(pick(load(baseDirectory(), { env }).settings)).toEqual(expected);
  });

  it('adds up what different places say of different roles', () => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), 'worker: { models: { developer: a, tester: b } }\n');
    const { settings } = load(base, { env: { ORCH_AGENT_MODEL_TESTER: 'c' } });
    expect(settings.worker.models).toEqual({ developer: 'a', tester: 'c' });
  });

  it('gives workers the allow-listed variables and those that are named, .env included (INV-12)', () => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), 'workers: { claude: { env: [ANTHROPIC_API_KEY, ABSENT] } }\n');
    write(join(base, '.env'), 'ANTHROPIC_API_KEY=from-the-file\nCODEX_HOME=/codex\n');
    const { settings } = load(base, {
      env: { PATH: '/tmp/xfs-00000000:/usr/bin', HOME: '/h', LC_ALL: 'C', OPENAI_API_KEY: 'sk-1' },
    });
    expect(settings.callerEnvironment).toEqual({ PATH: '/usr/bin', HOME: '/h', CODEX_HOME: '/codex' });
    expect(settings.worker.env).toEqual({
      codex: {},
      claude: { ANTHROPIC_API_KEY: 'from-the-file' },
      opencode: {},
      command: {},
    });
    expect(settings.checks.env).toEqual({});
  });

  it('gives checks what is named for them, .env included (INV-12)', () => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), 'checks: { env: [NODE_EXTRA_CA_CERTS, NPM_REGISTRY, ABSENT] }\n');
    write(join(base, '.env'), 'NPM_REGISTRY=from-the-file\n');
    const { settings } = load(base, { env: { NODE_EXTRA_CA_CERTS: '/certs.pem' } });
    expect(settings.checks.env).toEqual({ NODE_EXTRA_CA_CERTS: '/certs.pem', NPM_REGISTRY: 'from-the-file' });
  });
});

type Settings = ReturnType<typeof loadSettings>['settings'];

describe('mistakes', () => {
  it('are reported all at once, each with its place, its key and the nearest known key', () => {
    const base = baseDirectory();
    const yaml = write(
      join(base, 'orchestrator.yaml'),
      [
        'limits:',
        '  maxWorkrs: 3',
        '  budgetUsd: many',
        'worker: {kind: codx}',
        'trace: true',
        'ORCHESTRATOR_TRACE: 1',
        '',
      ].join('\n'),
    );
    const dotenv = write(
      join(base, '.env'),
      '# note\nORCHESTRATOR_MODL="a\nb"\nno assignment\nORCHESTRATOR_LANG=en\nORCHESTRATOR_LANG=ru\n',
    );
    const env = {
      ORCHESTRATOR_WRKER: 'x',
      ORCHESTRATOR_MAX_WORKERS: '0',
      ORCHESTRATOR_CHECKS: 'npm test',
      ORCHESTRATOR_DELIVERY: 'pull-request',
      ORCHESTRATOR_HOME: 'relative',
    };
    expect(mistakes(base, { env, flags: { worker: 'none' } })).toEqual([
      'command line: --worker: expected one of: codex, claude, opencode, command',
      'environment: ORCHESTRATOR_CHECKS: expected JSON (for example [["npm","test"]])',
      'environment: ORCHESTRATOR_DELIVERY: pull-request is not built yet, expected one of: local-merge, patch-only',
      'environment: ORCHESTRATOR_MAX_WORKERS: too small: expected number to be >=1',
      'environment: ORCHESTRATOR_WRKER: unknown key, the nearest known key is ORCHESTRATOR_WORKER',
      `${dotenv}:6: ORCHESTRATOR_LANG: stands twice, first in line 5`,
      `${dotenv}:4: expected NAME=value`,
      `${dotenv}:2: ORCHESTRATOR_MODL: unknown key, the nearest known key is ORCHESTRATOR_MODEL`,
      `${yaml}:3:3: limits.budgetUsd: invalid input: expected number, received string`,
      `${yaml}:4:10: worker.kind: expected one of: codex, claude, opencode, command`,
      `${yaml}:6:1: ORCHESTRATOR_TRACE: stands twice, first at ${yaml}:5:1`,
      `${yaml}:2:3: limits.maxWorkrs: unknown key, the nearest known key is limits.maxWorkers`,
      'ORCHESTRATOR_HOME=relative is not an absolute path.',
    ]);
  });

  it.each([
    ['trace: true\ntrace: false\n', /:2:1: Map keys must be unique/],
    ['a: [1\n', /:\d+:\d+: /],
    ['- trace\n', /:1:1: expected keys with values/],
    ['trace: !!python/object 1\n', /:1:8: Unresolved tag/],
    ['limits: &a\n  inner: *a\n', /:2:3: limits\.inner: unknown key/],
    // Colours are for the environment to say: a file comes too late for what was printed before it was read.
    ['noColor: true\n', /:1:1: noColor: unknown key/],
    ['telemtry: {}\n', /:1:1: telemtry: unknown key, the nearest known key is /],
  ])('YAML %j', (text, expected) => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), text);
    expect(mistakes(base).join('\n')).toMatch(expected);
  });

  it.each([
    [{ ORCHESTRATOR_WORKER: 'command' }, 'ORCHESTRATOR_WORKER_COMMAND: missing'],
    [{ ORCHESTRATOR_WORKER_SANDBOX: 'full' }, 'ORCHESTRATOR_WORKER_SANDBOX_REASON: missing'],
    [{ ORCHESTRATOR_CI: 'both' }, 'ORCHESTRATOR_FORGE: missing'],
    [{ ORCHESTRATOR_CI: 'provider' }, 'the harness runs the checks itself whatever a forge says'],
    [{ ORCH_CI_POLL_MAX_ATTEMPTS: '0' }, 'ORCH_CI_POLL_MAX_ATTEMPTS'],
    [{ ORCHESTRATOR_WORKERS_CODEX_ENV: 'GIT_SSH_COMMAND' }, 'item 1: the harness alone sets this variable'],
    [{ ORCHESTRATOR_CHECKS_ENV: 'GIT_ALLOW_PROTOCOL' }, 'item 1: the harness alone sets this variable'],
    [{ ORCHESTRATOR_CHECKS_ENV: 'CI_NAME OPENAI_API_KEY' }, "item 2: the harness's own settings and secrets reach no"],
    [{ ORCHESTRATOR_CHECKS_ENV: 'ORCH_GITEA_TOKEN' }, "item 1: the harness's own settings and secrets reach no"],
    [{ ORCHESTRATOR_DATABASE_URL: 'postgres://u:hidden@h/d' }, 'PostgreSQL is not built yet'],
    [{ ORCHESTRATOR_SETUP: '["npm","ci"]' }, 'item 1: invalid input: expected array, received string'],
    [{ ORCH_AGENT_EFORT_DEFAULT: 'high' }, 'the nearest known key is ORCH_AGENT_EFFORT_DEFAULT'],
    [{ ORCH_AGENT_TIMEOUT_OVERRIDES_JSON: '{"tester":"long"}' }, 'tester: invalid input'],
    [{ OPENAI_BASE_URL: 'ftp://x' }, 'expected an http or https address'],
  ])('%j', (env, expected) => {
    const found = mistakes(baseDirectory(), { env }).join('\n');
    expect(found).toContain(expected);
    expect(found).not.toContain('hidden');
  });

  it('leaves alone the job marker, what later parts read, and what is not ours', () => {
    const env = {
      ORCHESTRATOR_JOB: 'r-1/j-1',
      ORCH_PLANE_BOT_TESTER: 'x',
      ORCH_GITEA_TOKEN: 'x',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      ORCH_SOMETHING_ELSE: 'x',
      EDITOR: 'vi',
    };
    expect(mistakes(baseDirectory(), { env })).toEqual([]);
  });

  it('refuses files that cannot be read or that send us elsewhere', () => {
    const base = baseDirectory();
    mkdirSync(join(base, 'orchestrator.yaml'));
    write(join(base, '.env'), 'ORCHESTRATOR_BASE_DIR=/elsewhere\n');
    expect(mistakes(base)).toEqual([
      `${join(base, 'orchestrator.yaml')}: cannot be read (EISDIR)`,
      `${join(base, '.env')}:1: baseDir: names another directory than the file was found by; set it in the environment`,
    ]);
  });

  it('are of the layout alone where nothing else is wrong', () => {
    expect(() => load('/', { env: { ORCHESTRATOR_BASE_DIR: 'relative' } })).toThrow(
      expect.objectContaining({ code: 'base-dir-invalid', exitCode: 2 }),
    );
  });
});
