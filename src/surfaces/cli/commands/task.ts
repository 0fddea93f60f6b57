import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addTaskAnswer } from './task-answer.ts';
import { addTaskCreate } from './task-create.ts';
import { addTaskDecisions } from './task-decisions.ts';
import { addTaskFork } from './task-fork.ts';
import { addTaskList } from './task-list.ts';
import { addTaskSelect } from './task-select.ts';
import { addTaskShow } from './task-show.ts';
import { addTaskVersions } from './task-versions.ts';

/** Everything about work items. */
export const addTask: AddCommand = (parent, context) => {
  const group = parent
    .command('task')
    .description('Create tasks, look at them, and decide what only a person can decide.');
  addTaskCreate(group, context);
  addTaskList(group, context);
  addTaskShow(group, context);
  addTaskAnswer(group, context);
  addTaskDecisions(group, context);
  addTaskVersions(group, context);
  addTaskSelect(group, context);
  addTaskFork(group, context);
  withExamples(group, 'orchestrator task list', 'orchestrator task answer q-1 "Retain 90 days"');
};
