import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { loadSettingsLazily } from '../../src/config/load-settings-lazily.ts';
import { baseDirectory, temporaryDirectory, write } from './plan/places.ts';

const requestIn = (base: string, env: Readonly<Record<string, string>> = {}) => ({
  ...{ cwd: base, flags: {}, productRoot: '/nowhere' },
  env,
});

describe('settings whose YAML is read late', () => {
  it('are the same without a YAML file, with one, and with one in a home that only the first names', async () => {
    const base = baseDirectory();
    const home = temporaryDirectory();
    const same = async () => {
      const lazily = await loadSettingsLazily(requestIn(base));
      expect(lazily).toEqual(loadSettings(requestIn(base)));
      return lazily.settings;
    };
    expect((await same()).worker.kind).toBe('codex');
    write(join(base, 'orchestrator.yaml'), `home: ${home}\n`);
    write(join(home, 'config.yaml'), 'worker: { kind: opencode }\n');
    const settings = await same();
    expect(settings.worker.kind).toBe('opencode');
    expect(settings.layout.home).toBe(home);
  });

  it('complain about what is missing only when the YAML does not say it', async () => {
    const base = baseDirectory();
    const request = requestIn(base, { ORCHESTRATOR_WORKER: 'command' });
    await expect(loadSettingsLazily(request)).rejects.toMatchObject({ code: 'config-invalid' });
    write(join(base, 'orchestrator.yaml'), 'worker: { command: [my-agent] }\n');
    expect((await loadSettingsLazily(request)).settings.worker.command).toEqual(['my-agent']);
  });

  it('complain about mistakes in the YAML as they stand there', async () => {
    const base = baseDirectory();
    write(join(base, 'orchestrator.yaml'), 'wroker: 1\n');
    await expect(loadSettingsLazily(requestIn(base))).rejects.toThrow(/orchestrator\.yaml:1:1: wroker: unknown key/);
  });
});
