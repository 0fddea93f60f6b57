import type { App } from '../app/app.ts';
import {
  answerAsPerson,
  approveAsPerson,
  assertPerson,
  cancelAsPerson,
  rejectAsPerson,
  retryAsPerson,
} from '../app/decide-as-person.ts';
import { pruneWorktrees } from '../app/prune-worktrees.ts';
import type { DecidingApp } from '../surfaces/cli/cli-deps.ts';

/** The use cases of a person's decisions; each makes sure first that it is a person who decides. */
export const decidingApp = (app: App, close: () => Promise<void>, cwd: string): DecidingApp => {
  const asPerson = async <T>(decide: () => Promise<T>): Promise<T> => {
    await assertPerson(app, cwd);
    return decide();
  };
  return {
    close,
    answer: (target, text) =>
      asPerson(async () => {
        const question = await answerAsPerson(app, target, text);
        return `${question.id} is answered; it goes on with \`orchestrator resume ${question.run}\``;
      }),
    approve: (target) => asPerson(() => approveAsPerson(app, target)),
    reject: (target, reason) => asPerson(() => rejectAsPerson(app, target, reason)),
    cancelTask: (name) => asPerson(async () => `${(await cancelAsPerson(app, name)).id} is cancelled`),
    retryTask: (name) =>
      asPerson(async () => {
        const task = await retryAsPerson(app, name);
        return `${task.id} may be worked on again; it goes on with \`orchestrator resume ${task.run}\``;
      }),
    pruneWorktrees: (options) => pruneWorktrees(app, options),
  };
};
