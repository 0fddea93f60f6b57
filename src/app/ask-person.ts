import type { Task } from '../domain/task.ts';
import type { EngineCommand } from '../domain/task-event.ts';
import type { App } from './app.ts';
import { askQuestion } from './questions.ts';

type Needs = Pick<App, 'store' | 'clock' | 'progress'>;

/** Puts a gate's question to a person, once for each candidate. */
export const askApproval = async (
  app: Needs,
  task: Task,
  command: Extract<EngineCommand, { type: 'ask-approval' }>,
): Promise<void> => {
  const asked = (await app.store.questions.inRun(task.run)).some(
    ({ about, state }) =>
      state.status === 'open' &&
      about.type === 'gate' &&
      about.gate === command.gate &&
      about.candidate === command.candidate,
  );
  if (asked) return;
  await askQuestion(app, {
    run: task.run,
    task: task.id,
    about: { type: 'gate', gate: command.gate, candidate: command.candidate },
    text: `${task.id} ${task.slug}: ${command.reason}`,
    options: ['approve', 'reject'],
  });
};
