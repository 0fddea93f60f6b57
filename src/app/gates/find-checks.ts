import { OrchestratorError } from '../../domain/errors.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Git } from '../../ports/git.ts';

type Argv = readonly string[];

/** What npm writes into a fresh package.json: it fails by design and checks nothing. */
const PLACEHOLDER = /no test specified/;

/** The scripts of a package.json; none where it is none. */
export const readScripts = (text: string | null): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : {};
    return typeof scripts === 'object' && scripts !== null ? (scripts as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** The package manager whose lock file is among the files. */
export const packageManager = (files: ReadonlySet<string>): string => {
  if (files.has('yarn.lock')) return 'yarn';
  return files.has('pnpm-lock.yaml') ? 'pnpm' : 'npm';
};

const nodeChecks = (files: ReadonlySet<string>, packageJson: string | null): readonly Argv[] => {
  const scripts = readScripts(packageJson);
  const name = ['test', 'check'].find((script) => {
    const text = scripts[script];
    return typeof text === 'string' && text.trim() !== '' && !PLACEHOLDER.test(text);
  });
  if (name === undefined) return [];
  const manager = packageManager(files);
  return [name === 'test' ? [manager, 'test'] : [manager, 'run', name]];
};

const pythonChecks = (files: ReadonlySet<string>, pyproject: string | null): readonly Argv[] => {
  const configured = files.has('pytest.ini') || files.has('conftest.py') || /\[tool\.pytest/.test(pyproject ?? '');
  const hasTests = [...files].some((path) => /^tests?\/(.*\/)?(test_[^/]+|[^/]+_test)\.py$/.test(path));
  if (!configured && !hasTests) return [];
  return files.has('uv.lock') ? [['uv', 'run', 'pytest']] : [['pytest']];
};

const makeChecks = (makefile: string | null): readonly Argv[] => {
  const target = ['test', 'check'].find((name) => new RegExp(`^${name}\\s*:(?!=)`, 'm').test(makefile ?? ''));
  return target === undefined ? [] : [['make', target]];
};

/**
 * The checks that decide, found from the repository as main has it (INV-3): the first ecosystem that brings any.
 * A person's own list comes before all of it.
 */
export const findChecks = async (
  app: { git: Pick<Git, 'files' | 'show'>; settings: Settings },
  dir: string,
  commit: string,
): Promise<readonly Argv[]> => {
  const own = app.settings.checks.checks;
  if (own !== null) return own;
  const files = new Set(await app.git.files(dir, commit));
  const read = (path: string) => (files.has(path) ? app.git.show(dir, commit, path) : Promise.resolve(null));
  const found = [
    nodeChecks(files, await read('package.json')),
    pythonChecks(files, await read('pyproject.toml')),
    files.has('Cargo.toml') ? [['cargo', 'test']] : [],
    files.has('go.mod') ? [['go', 'test', './...']] : [],
    makeChecks(await read('Makefile')),
  ].find((checks) => checks.length > 0);
  if (found !== undefined) return found;
  throw new OrchestratorError(
    'no-checks',
    'The repository on main has no checks that can be found (package.json scripts, pytest, cargo, go, make), so nothing could decide what may be merged.',
    `Name them: ORCHESTRATOR_CHECKS='[["npm","test"]]'. Or say that there are none: ORCHESTRATOR_CHECKS='[]'; the report then lists that under "not verified".`,
  );
};
