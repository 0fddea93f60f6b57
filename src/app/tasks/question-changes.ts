import type { Question } from '../../domain/question.ts';
import type { Task } from '../../domain/task.ts';
import type { EngineCommand } from '../../domain/task-event.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'store' | 'clock'>;

/**
 * The questions that a transition puts to a person or makes pointless, for the transaction that saves it: a task never waits for
 * somebody without a question that they can answer (INV-14), and no question outlives what it was about.
 */
export const questionChanges = async (
  app: Needs,
  before: Task,
  after: Task,
  commands: readonly EngineCommand[],
): Promise<readonly Change[]> => {
  const asked = commands.find((command) => command.type === 'ask-person');
  if (asked === undefined && before.state.status !== 'waiting') return [];
  const open = (await app.store.questions.open()).filter(
    ({ task, about }) => task === after.id && about.type === 'gate',
  );
  const stays = (question: Question): boolean =>
    after.state.status === 'waiting' &&
    question.about.type === 'gate' &&
    question.about.candidate === after.candidate &&
    (asked === undefined || question.about.gate === asked.gate);
  const closed = open
    .filter((question) => !stays(question))
    .map((question): Change => ({ type: 'save-question', question: { ...question, state: { status: 'closed' } } }));
  if (asked === undefined || open.some(stays)) return closed;
  return [...closed, { type: 'save-question', question: await questionFor(app, after, asked) }];
};

const questionFor = async (
  app: Needs,
  task: Task,
  { gate, candidate, reason, wants }: Extract<EngineCommand, { type: 'ask-person' }>,
): Promise<Question> => ({
  id: `q-${await app.store.nextNumber('question')}`,
  run: task.run,
  task: task.id,
  about: { type: 'gate', gate, candidate, wants },
  text: `${task.id} ${task.slug}: ${reason}`,
  options: wants === 'decision' ? ['approve', 'reject'] : [],
  state: { status: 'open' },
  askedAt: app.clock.now(),
});
