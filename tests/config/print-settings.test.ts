import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTING_KEYS } from '../../src/config/keys.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { requireModelKey } from '../../src/config/model-key.ts';
import { printSettings } from '../../src/config/print-settings.ts';
import { settingsSchema } from '../../src/config/settings-schema.ts';
import { baseDirectory, write } from './plan/places.ts';

const load = (base: string, env: Readonly<Record<string, string>>, argvDir?: string) =>
  loadSettings({ cwd: base, argvDir, flags: { worker: 'claude' }, productRoot: '/nowhere', env });

it('shows every setting with its value and where it came from', () => {
  const base = baseDirectory();
  const file = write(join(base, 'orchestrator.yaml'), 'limits:\n  turns: 7\n');
  const printed = printSettings(load(base, { ORCHESTRATOR_MODEL: 'local' }, '.'));
  expect(printed.map(({ key }) => key)).toEqual(SETTING_KEYS);
  const shown = Object.fromEntries(printed.map(({ key, value, source }) => [key, [value, source]]));
  expect(shown).toMatchObject({
    baseDir: [base, 'command line'],
    home: [join(base, '.orchestrator'), 'default'],
    'worker.kind': ['claude', 'command line'],
    'model.name': ['local', 'environment'],
    'limits.turns': ['7', `${file}:2:3`],
    'model.apiKey': ['', 'default'],
  });
});

it('masks secrets wherever they stand, and tells the log what to hide (INV-12)', () => {
  const env = {
    OPENAI_API_KEY: 'sk-very-secret',
    OPENAI_BASE_URL: 'http://user:hidden@localhost/v1',
    GITHUB_TOKEN: 'ghp-also-secret',
    SHORT_KEY: 'abc',
    ORCHESTRATOR_BUDGET_TOKENS: '100000000',
    ORCHESTRATOR_CHECKS: '[["check","--token","ghp-also-secret"]]',
  };
  const loaded = load(baseDirectory(), env);
  expect(loaded.settings.model.apiKey).toBe('sk-very-secret');
  expect(loaded.secrets).toEqual(['ghp-also-secret', 'sk-very-secret']);
  const text = JSON.stringify(printSettings(loaded));
  expect(text).not.toMatch(/secret|hidden/);
  expect(text).toContain('********');
  expect(text).toContain('100000000');
});

it('asks for the key of the model by its name (CX-02)', () => {
  const base = baseDirectory();
  const model = (env: Readonly<Record<string, string>>) => load(base, env).settings.model;
  expect(requireModelKey(model({ OPENAI_API_KEY: 'k' }))).toBe('k');
  expect(() => requireModelKey(model({ OPENAI_API_KEY: '' }))).toThrow(
    expect.objectContaining({ code: 'model-key-missing', exitCode: 2, message: 'OPENAI_API_KEY is not set.' }),
  );
});

it('describes orchestrator.yaml as a JSON Schema that knows nothing else', () => {
  const closed = (properties: unknown) => ({ type: 'object', additionalProperties: false, properties });
  expect(settingsSchema()).toMatchObject(
    closed({
      worker: closed({ kind: { enum: ['codex', 'claude', 'opencode', 'command'] }, command: { type: 'array' } }),
      workers: closed({ codex: closed({ env: { type: 'array' } }) }),
      limits: closed({ maxWorkers: { type: 'integer', minimum: 1 } }),
      checks: closed({
        commands: { type: 'array', items: { type: 'array' } },
        baseline: { enum: ['require-green', 'allow-red'] },
      }),
      ORCHESTRATOR_WORKER: { anyOf: [{ enum: ['codex', 'claude', 'opencode', 'command'] }, {}] },
    }),
  );
});
