import type { Question } from '../../domain/question.ts';
import { commandToGoOn, type Run } from '../../domain/run.ts';
import { reasonOf, type Task } from '../../domain/task.ts';

/**
 * The next commands for the reader, the most urgent first.
 * @param questions those of the run that are open
 */
export const nextSteps = (run: Run, tasks: readonly Task[], questions: readonly Question[]): readonly string[] => {
  const steps: string[] = questions.map(
    ({ id }) =>
      `orchestrator task answer ${id} "<text>"   # or: task approve ${id}, task reject ${id} --reason "<why>"`,
  );
  // A plan's own table tells what became of its tasks.
  const open = (run.plan === null ? tasks : []).filter(({ state }) => !['merged', 'cancelled'].includes(state.status));
  for (const task of open)
    steps.push(`orchestrator task show ${task.id}   # ${task.state.status}${reasonSuffix(task)}`);
  if (run.status !== 'done') steps.push(commandToGoOn(run));
  return steps;
};

const reasonSuffix = (task: Task): string => {
  const reason = reasonOf(task.state)?.split('\n')[0];
  return reason === undefined ? '' : `: ${reason.slice(0, 120)}`;
};
