import type { Judgement } from '../../domain/guarded-command.ts';
import type { Question } from '../../domain/question.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { WaitsForPerson } from '../runs/waits-for-person.ts';
import { askQuestion, waitForAnswer } from '../tasks/questions.ts';
import type { CommandOrder } from './command-order.ts';

type Verdict = Pick<Judgement, 'decision' | 'reason'>;

/**
 * Puts the guard's "ask" to a person, for this one command. An approval is used up by the command it was given for.
 * Throws `WaitsForPerson` when nobody is there and the configuration says to wait.
 */
export const askToRun = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  judgement: Judgement,
): Promise<Verdict> => {
  const earlier = await answeredBefore(app, scope, order, judgement);
  if (earlier !== null) return useUp(app, earlier);
  const about = { type: 'command', worktree: order.worktree, argv: judgement.argv } as const;
  const text = `The lead wants to run in ${order.worktree}: ${judgement.argv.join(' ')}\n${judgement.reason}`;
  const question = { run: scope.run, task: null, about, text, options: ['approve', 'reject'] };
  if (app.settings.guardAsk === 'deny' && !app.person.present) {
    return { decision: 'deny', reason: `${judgement.reason} Nobody is there to be asked.` };
  }
  const asked = await askQuestion(app, question);
  const answered = await waitForAnswer(app, asked, scope.signal);
  if (answered === null) throw new WaitsForPerson(asked.id);
  return useUp(app, answered);
};

const answeredBefore = async (
  app: App,
  scope: RunScope,
  order: CommandOrder,
  judgement: Judgement,
): Promise<Question | null> =>
  (await app.store.questions.inRun(scope.run)).find(
    (question) => question.state.status === 'answered' && asksAbout(question, order.worktree, judgement.argv),
  ) ?? null;

/** Whether a question is the guard's about this very command in this worktree. */
export const asksAbout = ({ about }: Question, worktree: string, argv: readonly string[]): boolean =>
  about.type === 'command' && about.worktree === worktree && JSON.stringify(about.argv) === JSON.stringify(argv);

const useUp = async (app: App, question: Question): Promise<Verdict> => {
  if (question.state.status !== 'answered') return { decision: 'deny', reason: 'No answer.' };
  const { answer, by } = question.state;
  await app.store.commit([{ type: 'save-question', question: { ...question, state: { status: 'closed' } } }]);
  return /^(approve|yes|y|ok)$/i.test(answer.trim())
    ? { decision: 'allow', reason: `approved by ${by}` }
    : { decision: 'deny', reason: `rejected by ${by}: ${answer}` };
};
