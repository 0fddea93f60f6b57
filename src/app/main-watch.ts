import { OrchestratorError } from '../domain/errors.ts';
import type { App } from './app.ts';
import { loadRun, saveRun } from './save-run.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'clock'>;

/**
 * INV-1: main is where the engine last recorded it, and its checkout is still on it. Anything else was somebody's doing that
 * nothing explains: the run stops for a person.
 */
export const assertMainUnmoved = async (app: Needs, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const facts = await app.git.inspect(run.mainPath);
  const isCheckedOut = facts.branch === run.mainBranch;
  const head = isCheckedOut ? facts.head : await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  if (head === run.mainHead && isCheckedOut) return;
  const found = head ?? 'nothing';
  await app.store.commit([
    {
      type: 'append-journal',
      entry: {
        run: runId,
        task: null,
        type: 'main-moved',
        data: { from: run.mainHead, to: found, checkedOut: facts.branch },
        at: app.clock.now(),
      },
    },
  ]);
  const what =
    head === run.mainHead
      ? `The checkout of ${run.mainBranch} is now on ${facts.branch ?? 'no branch'}.`
      : `${run.mainBranch} moved from ${short(run.mainHead)} to ${short(found)}, and not by this orchestrator.`;
  throw new OrchestratorError(
    'main-moved',
    `${what} Nothing is merged on top of something that nobody explains.`,
    head === run.mainHead
      ? `\`git -C ${run.mainPath} checkout ${run.mainBranch}\`, then \`orchestrator resume ${runId}\`.`
      : `If it was you: \`orchestrator resume ${runId}\`. If not: look at \`git log ${short(run.mainHead)}..${short(found)}\`, then \`git update-ref refs/heads/${run.mainBranch} ${run.mainHead}\` puts it back.`,
  );
};

/**
 * After a `git pull --ff-only` of the lead: main may only be where it was, or at what origin has. Everything else is nobody's
 * doing that explains itself, even while a pull of ours was under way.
 */
export const recordPull = async (app: Needs, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const [head, fetched] = await Promise.all([
    app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`),
    app.git.resolve(run.mainPath, `refs/remotes/origin/${run.mainBranch}`),
  ]);
  const isPulled = head !== null && head === fetched && (await app.git.isAncestor(run.mainPath, run.mainHead, head));
  if (isPulled) await recordMain(app, runId);
  await assertMainUnmoved(app, runId);
};

/** Where main is now was explained, by a pull of ours or by a person who has seen the report of its move. */
export const recordMain = async (app: Needs, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  if (head === null || head === run.mainHead) return;
  await saveRun(app, runId, () => ({ mainHead: head }), [
    {
      type: 'append-journal',
      entry: {
        run: runId,
        task: null,
        type: 'main-recorded',
        data: { from: run.mainHead, to: head },
        at: app.clock.now(),
      },
    },
  ]);
};

const short = (commit: string): string => commit.slice(0, 12);
