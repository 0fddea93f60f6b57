import type { Task } from '../../domain/task.ts';
import type { EngineCommand } from '../../domain/task-event.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';

type Choice = Extract<EngineCommand, { type: 'stage-chosen' }>;

/** Why optional stages were entered or left out (KB-03), for the transaction that moves the task. */
export const choiceChanges = (
  app: Pick<App, 'clock'>,
  { run, id }: Task,
  commands: readonly EngineCommand[],
): readonly Change[] =>
  choicesIn(commands).map(({ type, stage, entered, reason }) => {
    const data = { stage, entered, reason, text: textOf({ stage, entered, reason }) };
    return { type: 'append-journal', entry: { run, task: id, type, data, at: app.clock.now() } };
  });

/** The same for whoever looks on. */
export const tellChoices = (app: Pick<App, 'progress'>, { id }: Task, commands: readonly EngineCommand[]): void => {
  for (const choice of choicesIn(commands))
    app.progress.emit({ type: 'notice', level: 'info', text: `${id}: ${textOf(choice)}` });
};

const choicesIn = (commands: readonly EngineCommand[]): readonly Choice[] =>
  commands.filter((command) => command.type === 'stage-chosen');

const textOf = ({ stage, entered, reason }: Omit<Choice, 'type'>): string =>
  `${stage}: ${entered ? 'entered' : 'skipped'} (${reason})`;
