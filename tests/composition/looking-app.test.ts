import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createGitRepository } from '../helpers/git-repository.ts';
import { createTestHome } from '../helpers/store.ts';

const ROOT = new URL('../../', import.meta.url);
const LIST_MODULES = new URL('./children/list-modules.ts', import.meta.url);

/** The modules that a command loads, ours by their paths in the checkout. */
const modulesOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
  const { base, environment } = createGitRepository();
  const list = join(await createTestHome(), 'modules.json');
  const launcher = fileURLToPath(new URL('bin/orchestrator.mjs', ROOT));
  execFileSync(process.execPath, ['--import', LIST_MODULES.href, launcher, ...argv], {
    cwd: base,
    env: { ...environment, MODULES_FILE: list },
    stdio: 'pipe',
  });
  return JSON.parse(readFileSync(list, 'utf8')).map((url: string) => url.replace(ROOT.href, ''));
};

/** The folders of `src/` that modules lie in. */
const roomsOf = (modules: readonly string[]): readonly string[] => [
  ...new Set(modules.flatMap((path) => /^src\/(\w+)\//.exec(path)?.[1] ?? [])),
];

it('status loads the store and what it shows; engine, gates, guard and the YAML parser are for those who need them', async () => {
  const status = await modulesOf('status');
  expect(roomsOf(status).toSorted()).toEqual(['adapters', 'app', 'composition', 'config', 'domain', 'surfaces']);
  expect(status.filter((path) => path.startsWith('src/app/')).toSorted()).toEqual([
    'src/app/home/run-views.ts',
    'src/app/home/status-view.ts',
    'src/app/runs/not-verified.ts',
    'src/app/runs/run-failed.ts',
  ]);
  expect(status.filter((path) => /^src\/adapters\/(?!sqlite\/)|node_modules\/yaml\//.test(path))).toEqual([]);
  // What a task is like is told with all of these: loaded with the rest, they made `status` a quarter slower.
  expect(roomsOf(await modulesOf('task', 'list'))).toEqual(expect.arrayContaining(['engine', 'gates', 'guard']));
}, 60_000);
