import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { WaitsForPerson } from '../runs/waits-for-person.ts';
import { askQuestion, waitForAnswer } from '../tasks/questions.ts';

/**
 * Puts a question of the lead to the person at the terminal. Throws `WaitsForPerson` when nobody is there or leaves it open:
 * the answer then comes by `task answer`, and `resume` hands it to the lead.
 */
export const askHuman = async (
  app: App,
  scope: RunScope,
  order: { call: string; question: string; options: readonly string[] },
): Promise<string> => {
  const about = { type: 'lead', call: order.call } as const;
  const asked = await askQuestion(app, {
    run: scope.run,
    task: null,
    about,
    text: order.question,
    options: order.options,
  });
  const answered = await waitForAnswer(app, asked, scope.signal);
  if (answered === null) throw new WaitsForPerson(asked.id);
  return answered.state.answer;
};
