import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFiles } from '../../src/adapters/files.ts';
import { settingsAt } from '../../src/composition/settings-at.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createProject } from '../../src/domain/project/project.ts';
import { createGitRepository } from '../helpers/git-repository.ts';

it('a project has a folder of its own at the forge: branches of two repositories may have one name (MA-117)', async () => {
  const [own, shop] = [createGitRepository(), createGitRepository()];
  const env = { ...own.environment, ORCHESTRATOR_BASE_DIR: own.base, ORCHESTRATOR_FORGE_DIR: join(own.base, 'forge') };
  const { settings } = loadSettings({ env, cwd: own.base, flags: {}, productRoot: '/nowhere' });
  const directoryOf = async (repo: string, path: string): Promise<string> =>
    (await settingsAt(settings, createProject({ repo, path }), createFiles())).forge.directory;
  expect(await directoryOf('shop', shop.main)).toBe(join(own.base, 'forge/shop'));
  expect(await directoryOf('own', own.main)).toBe(settings.forge.directory);
});
