import type { App } from '../app.ts';
import { keepLooking } from '../keep-looking.ts';

type Needs = Pick<App, 'store' | 'clock' | 'progress'>;

/** How long an answer from another terminal may go unnoticed. */
const LOOK_EVERY_MS = 1_000;

/** Tells who looks on at a run which of its questions are answered from now on, here or at another terminal, until `stop`. */
export const watchAnswers = (app: Needs, run: string): ReturnType<typeof keepLooking> => {
  const since = app.clock.now();
  const told = new Set<string>();
  const look = async (): Promise<void> => {
    for (const { id, task, state } of await app.store.questions.inRun(run)) {
      if (state.status !== 'answered' || state.at < since || told.has(id)) continue;
      told.add(id);
      app.progress.emit({ type: 'question-answered', question: id, task, answer: state.answer, by: state.by });
    }
  };
  return keepLooking(app.clock, LOOK_EVERY_MS, look);
};
