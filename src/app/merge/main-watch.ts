import { OrchestratorError } from '../../domain/errors.ts';
import type { MainMove, StoredEntry } from '../../domain/journal.ts';
import { commandToGoOn as goOnWith, type Run } from '../../domain/run.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { loadRun, saveRun } from '../runs/save-run.ts';

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
  const goesOn = await commandToGoOn(app, run);
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
  const last = (await app.store.journal.after(run.id, 0)).findLast(({ type }) => type === MOVED);
  const isKnown = last !== undefined && Object.entries(data).every(([key, value]) => last.data[key] === value);
  if (isKnown) return;
  const entry = { run: run.id, task: null, type: MOVED, data, at: app.clock.now() };
  await app.store.commit([{ type: 'append-journal', entry }]);
};

const MOVED = 'main-moved';

/** How a person has a run go on, and says that a reported move of main was theirs. */
export const commandToGoOn = async (app: Pick<App, 'store'>, run: Run): Promise<string> => {
  const [task] = run.kind === 'task' ? await app.store.tasks.inRun(run.id) : [];
  return `\`${task === undefined ? goOnWith(run) : `orchestrator task retry ${task.id}`}\``;
};

/** A move of main that was reported, with main still where it was then: the person has seen it and goes on all the same. */
export const acceptReportedMove = async (app: Needs & Pick<App, 'ids'>, runId: string): Promise<void> => {
  const run = await loadRun(app, runId);
  const head = await unexplainedHead(app, run);
  if (head === null || (await reportedTo(app, runId)) !== head) return;
  await app.store.commit(await acceptance(app, run, head));
};

/**
 * The changes by which a person's word about a task accepts where main is now, for the transaction that takes the word: it was
 * moved while the task stood still, so nobody has run into it yet. What another run has reported is accepted there and nowhere else.
 */
export const acceptanceOfMain = async (app: Needs & Pick<App, 'ids'>, runId: string): Promise<readonly Change[]> => {
  const run = await loadRun(app, runId);
  const head = run.kind === 'task' ? await unexplainedHead(app, run) : null;
  if (head === null) return [];
  const others = (await app.store.runs.list()).filter(({ id }) => id !== runId);
  const reported = await Promise.all(others.map(({ id }) => reportedTo(app, id)));
  return reported.includes(head) && (await reportedTo(app, runId)) !== head ? [] : acceptance(app, run, head);
};

/** Where main is when nothing explains it; null where something does, or another branch is checked out. */
const unexplainedHead = async (app: Needs, run: Run): Promise<string | null> => {
  const { branch, head } = await app.git.position(run.mainPath);
  if (branch !== run.mainBranch || head === null || head === run.mainHead) return null;
  return (await isReachedByMoves(app, run, head)) ? null : head;
};

const reportedTo = async (app: Needs, runId: string): Promise<unknown> =>
  (await app.store.journal.after(runId, 0)).findLast(({ type }) => type === MOVED)?.data.to;

/** The move is one that this home knows of from now on: other runs find it explained. */
const acceptance = async (app: Needs & Pick<App, 'ids'>, run: Run, to: string): Promise<readonly Change[]> => {
  // From where it was known last: other runs may have come further than this one.
  const from = (await placesOfMain(app, run, ({ state }) => state === 'done')).at(-1) ?? run.mainHead;
  const move: MainMove = { id: app.ids.unique(), run: run.id, task: '', from, to, by: BY_PERSON, state: 'done' };
  const entry = { run: run.id, task: null, type: 'main-recorded', data: { from, to }, at: app.clock.now() };
  return [
    { type: 'save-run', run: { ...run, mainHead: to } },
    { type: 'save-move', move },
    { type: 'append-journal', entry },
  ];
};

/** Who moved main where it was no orchestrator of this home. */
const BY_PERSON = 'person';

/**
 * Whether moves that this home announced lead from where the run saw main to where it is. One that is not recorded as done yet
 * counts: once the branch has moved it is only ever finished.
 */
const isReachedByMoves = async (app: Needs, run: Run, head: string): Promise<boolean> =>
  (await placesOfMain(app, run, () => true)).includes(head);

/** Where main was brought to by the moves that count, from where the run saw it on, in order. */
const placesOfMain = async (app: Needs, run: Run, counts: (move: MainMove) => boolean): Promise<readonly string[]> => {
  const seen = new Set([run.mainHead]);
  for (const commit of seen) {
    for (const move of await app.store.moves.from(commit))
      if (counts(move) && (await isOnSameMain(app, run, move))) seen.add(move.to);
  }
  return [...seen];
};

/** With `patch-only` a move is one of the run's own line and not of main. */
const isOnSameMain = async (app: Needs, run: Run, move: MainMove): Promise<boolean> => {
  const other = move.run === run.id ? run : await loadRun(app, move.run);
  const { mainPath, mainBranch, delivery } = other;
  const isOfMain = move.by === BY_PERSON || delivery !== 'patch-only';
  return isOfMain && mainPath === run.mainPath && mainBranch === run.mainBranch;
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
  await followMain(app, runId);
};

/** Where main is now was explained, by a pull of ours or by a person who has seen the report of its move. */
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
