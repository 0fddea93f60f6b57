import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const NAME_CHECKS = 'ORCHESTRATOR_CHECKS=\'[["npm","test"]]\'';

/**
 * Looks whether work can begin in a checkout that plays the role `main`: branch, commits, changes, layout, checks.
 * @param path absolute path of its top level
 */
export async function* examineCheckout(app: Pick<App, 'git' | 'settings'>, path: string): AsyncIterable<Finding> {
  const facts = await app.git.inspect(path);
  yield facts.branch === null
    ? bad('main', `${path} has a detached HEAD`, `git -C ${path} switch <branch>`)
    : good('main', `${path} on ${facts.branch}`);
  if (facts.head === null) {
    yield bad('commits', 'there is no commit yet', 'make a first commit');
    return;
  }
  const { changed } = await app.git.status(path);
  yield changed.length === 0
    ? good('clean', "main's checkout has no uncommitted changes")
    : bad('clean', `uncommitted: ${changed.slice(0, 10).join(', ')}`, `git -C ${path} stash`);
  const unsupported = [
    facts.submodules ? 'submodules' : '',
    facts.shallow ? 'a shallow clone' : '',
    facts.sparse ? 'a sparse checkout' : '',
  ].filter(Boolean);
  yield unsupported.length === 0
    ? good('layout', facts.hasOrigin ? 'a full clone with origin' : 'a repository without origin')
    : bad(
        'layout',
        `${unsupported.join(' and ')}: not supported`,
        'git fetch --unshallow; git sparse-checkout disable',
      );
  try {
    const checks = await findChecks(app, path, facts.head);
    yield checks.length === 0
      ? doubtful('checks', 'none, as the configuration says: nothing will be verified', NAME_CHECKS)
      : good('checks', checks.map((argv) => argv.join(' ')).join('; '));
  } catch {
    yield bad('checks', 'none can be found', `${NAME_CHECKS}, or '[]' for none`);
  }
}
