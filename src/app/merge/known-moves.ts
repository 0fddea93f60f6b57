import type { MainMove } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';

type Needs = Pick<App, 'store'>;

/**
 * Whether moves that this home announced lead from where the run saw main to where it is. One that is not recorded as done yet
 * counts: once the branch has moved it is only ever finished.
 */
export const isReachedByMoves = async (app: Needs, run: Run, head: string): Promise<boolean> =>
  (await placesOfMain(app, run, () => true)).includes(head);

/** Where main was brought to by the moves that count, from where the run saw it on, in order. */
export const placesOfMain = async (
  app: Needs,
  run: Run,
  counts: (move: MainMove) => boolean,
): Promise<readonly string[]> => {
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

/** Who moved main where it was no orchestrator of this home. */
export const BY_PERSON = 'person';
