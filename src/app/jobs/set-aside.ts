import type { App } from '../app.ts';
import { notOfWorker } from '../worktrees/uncommitted-work.ts';
import { commitIdentity } from './commit-identity.ts';
import type { RoleRun } from './role-run.ts';

type Needs = Pick<App, 'git' | 'files' | 'settings'>;

/**
 * Keeps all that a run left in a worktree on `refs/orchestrator/aside/<job>` and puts branch and worktree back to where the run
 * began. Killed in between, it can be done again: until the ref holds everything nothing is taken away, and what the ref held
 * before stays reachable from it (INV-7, INV-9). Files that were untracked before the run, and ignored ones, are not touched.
 * @returns the ref, and where repositories inside the worktree were moved to, which no commit can hold
 */
export const setAside = async (
  app: Needs,
  run: Omit<RoleRun, 'closed'>,
): Promise<{ ref: string; moved: readonly string[] }> => {
  const { job, task, path, role, from } = run;
  const ref = `refs/orchestrator/aside/${job}`;
  const message = `aside(${task.slug}): what the ${role.role} left in ${job}`;
  const identity = await commitIdentity(app);
  const before = await notOfWorker(app, task.worktree);
  const head = (await app.git.resolve(path, 'HEAD')) ?? from;
  // Off every branch, so that the commit moves none.
  await app.git.keepRef(path, 'HEAD', head);
  const excluding = [...before, ...(await repositoriesIn(app, path))];
  const made = (await app.git.commitAll(path, { message, excluding, identity })) ?? head;

  const others = [await app.git.resolve(path, `refs/heads/${task.branch}`), await app.git.resolve(path, ref)];
  const left: string[] = [];
  for (const other of others) if (other !== null && !(await app.git.isAncestor(path, other, made))) left.push(other);
  const kept =
    left.length === 0
      ? made
      : await app.git.commitTree(path, {
          ...{ tree: await app.git.treeOf(path, made), parents: [made, ...new Set(left)] },
          ...{ message, identity },
        });
  await app.git.keepRef(path, ref, kept);
  await app.git.restoreBranch(path, task.branch, from);

  const moved: string[] = [];
  for (const name of (await repositoriesIn(app, path)).filter((repository) => repository.endsWith('/'))) {
    if (before.includes(name)) continue;
    const target = `${app.settings.layout.home}/aside/${job}/${name.slice(0, -1)}`;
    await app.files.move(`${path}/${name.slice(0, -1)}`, target);
    moved.push(target);
  }
  return { ref, moved };
};

/** Repositories inside a worktree by both names that git has for them: `name/` on disk, `name` in the index. */
const repositoriesIn = async (app: Needs, path: string): Promise<readonly string[]> =>
  (await app.git.status(path)).untracked
    .filter((name) => name.endsWith('/'))
    .flatMap((name) => [name, name.slice(0, -1)]);
