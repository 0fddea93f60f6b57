import type { MainMove } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';
import { BY_PERSON, isReachedByMoves, placesOfMain } from './known-moves.ts';
import { MAIN_MOVED } from './main-watch.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'clock'>;

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
  (await app.store.journal.after(runId, 0)).findLast(({ type }) => type === MAIN_MOVED)?.data.to;

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
