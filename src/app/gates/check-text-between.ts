import { changedCheckText, checkTextSources } from '../../domain/checks/check-text.ts';
import type { BeforeAfter } from '../../domain/checks/package-checks.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';

/** What one commit changes of the checks against another: the branch against where it left main, or a merge against main. */
export const checkTextBetween = async (
  app: Pick<App, 'git' | 'settings' | 'verification'>,
  scope: Pick<RunScope, 'checks'>,
  from: string,
  to: string,
): Promise<Evidence['checkText']> => {
  const { mainPath: main } = app.settings.layout;
  const diff = await app.git.diff(main, from, to);
  if (diff.length === 0) return { paths: [], diff: '' };
  const sources = checkTextSources(diff, await app.git.files(main, from));
  const read = async (path: string): Promise<[string, BeforeAfter]> => {
    const before = await app.git.show(main, from, path);
    const isChanged = diff.some((entry) => entry.path === path);
    return [path, { before, after: isChanged ? await app.git.show(main, to, path) : before }];
  };
  const texts = new Map(await Promise.all(sources.map(read)));
  const paths = changedCheckText({
    checks: scope.checks,
    server: app.verification?.server.command ?? null,
    diff,
    texts,
  });
  return { paths, diff: paths.length === 0 ? '' : await app.git.diffText(main, from, to, paths) };
};
