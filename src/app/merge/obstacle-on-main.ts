import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { howToGoOn } from './how-to-go-on.ts';

type Needs = Pick<App, 'git' | 'store'>;

const MOST_NAMED = 10;

/** Tracked changes in main's checkout: a merge would carry or lose them, so it waits for the person. */
export const obstacleOnMain = async (app: Needs, run: Run): Promise<string | null> => {
  if (run.delivery === 'patch-only') return null;
  const { changed, inProgress } = await app.git.status(run.mainPath);
  const goOn = await howToGoOn(app, run);
  if (inProgress !== null)
    return `a ${inProgress} is not finished in main's checkout; finish or abort it, then ${goOn}`;
  return changed.length === 0
    ? null
    : `main's checkout has uncommitted changes: ${named(changed)}; commit or stash them, then ${goOn}`;
};

/** Untracked files where the commit has some: moving main there would lose them. */
export const overwrittenOnMain = async (app: Needs, run: Run, commit: string | null): Promise<string | null> => {
  if (run.delivery === 'patch-only' || commit === null) return null;
  const paths = await app.git.wouldOverwrite(run.mainPath, run.mainHead, commit);
  return paths.length === 0
    ? null
    : `untracked files in main's checkout would be overwritten: ${named(paths)}; move them away, then ${await howToGoOn(app, run)}`;
};

const named = (paths: readonly string[]): string => paths.slice(0, MOST_NAMED).join(', ');
