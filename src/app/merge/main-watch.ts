import { OrchestratorError } from '../../domain/errors.ts';
import type { StoredEntry } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { loadRun, saveRun } from '../runs/save-run.ts';
import { howToGoOn } from './how-to-go-on.ts';
import { isReachedByMoves } from './known-moves.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'clock'>;

/**
 * INV-1: main is where the engine last recorded it, or where moves that this home knows of brought it since, which is recorded; and
 * its checkout is still on it. Anything else was somebody's doing that nothing explains: it is noted, and rejects with `main-moved`.
 */
export const followMain = async (app: Needs, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const position = await app.git.position(run.mainPath);
  const isCheckedOut = position.branch === run.mainBranch;
  const head = isCheckedOut ? position.head : await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  if (head === run.mainHead && isCheckedOut) return;
  if (isCheckedOut && head !== null && (await isReachedByMoves(app, run, head))) {
    await recordHead(app, run, head);
    return;
  }
  const found = head ?? 'nothing';
  await noteMove(app, run, { from: run.mainHead, to: found, checkedOut: position.branch });
  const goesOn = await howToGoOn(app, run);
  const what =
    head === run.mainHead
      ? `The checkout of ${run.mainBranch} is now on ${position.branch ?? 'no branch'}.`
      : `${run.mainBranch} moved from ${short(run.mainHead)} to ${short(found)}, and not by this orchestrator.`;
  throw new OrchestratorError(
    'main-moved',
    `${what} Nothing is merged on top of something that nobody explains.`,
    head === run.mainHead
      ? `\`git -C ${run.mainPath} checkout ${run.mainBranch}\`, then ${goesOn}.`
      : `If it was you: ${goesOn}. If not: look at \`git log ${short(run.mainHead)}..${short(found)}\`, then \`git update-ref refs/heads/${run.mainBranch} ${run.mainHead}\` puts it back.`,
  );
};

/** Once, however often it is found. */
const noteMove = async (app: Needs, run: Run, data: StoredEntry['data']): Promise<void> => {
  const last = (await app.store.journal.after(run.id, 0)).findLast(({ type }) => type === MAIN_MOVED);
  const isKnown = last !== undefined && Object.entries(data).every(([key, value]) => last.data[key] === value);
  if (isKnown) return;
  const entry = { run: run.id, task: null, type: MAIN_MOVED, data, at: app.clock.now() };
  await app.store.commit([{ type: 'append-journal', entry }]);
};

/** What the journal says of a move that nothing explains. */
export const MAIN_MOVED = 'main-moved';

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
  await followMain(app, runId);
};

/** Takes where main is now for explained: a pull of ours brought it there, or no work of the run has begun yet. */
export const recordMain = async (app: Needs, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const head = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  if (head !== null && head !== run.mainHead) await recordHead(app, run, head);
};

/** A merge of this very run may have recorded a later place meanwhile: that one stands. */
const recordHead = async (app: Needs, { id, mainHead: from }: Run, to: string): Promise<void> => {
  const data = { from, to };
  const entry = { run: id, task: null, type: 'main-recorded', data, at: app.clock.now() };
  await saveRun(app, id, (run) => (run.mainHead === from ? { mainHead: to } : {}), [{ type: 'append-journal', entry }]);
};

const short = (commit: string): string => commit.slice(0, 12);
